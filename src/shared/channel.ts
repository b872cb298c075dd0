/** The one Electron IPC channel that the wire uses, in both directions. */
export const WIRE_CHANNEL = 'codegrex:wire';
