/**
 * Something that the policy has to say to people: a message of the catalogue, in English, and what stands in its
 * braces. Which language it is said in is known outside.
 */
export interface Said {
  readonly message: string;
  readonly values: Readonly<Record<string, string | Said>>;
}

/** Marks a message, for the catalogue. */
export function msg<M extends string>(message: M): M {
  return message;
}

/** A message with values; without any it may be one of no catalogue, as the name of a file. */
export function said(message: string, values: Said['values'] = {}): Said {
  return { message, values };
}
