/** What is not ASCII, in place of its code. */
export const FOREIGN_BYTE = 255;
