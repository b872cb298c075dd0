import { Fragment, type ReactNode } from 'react';
import { formatted, type Message } from '../../shared/messages/t.ts';

/** A message with elements in the places of its values, whatever their order in the user's language. */
export function tx(message: Message, values: Readonly<Record<string, ReactNode>>): ReactNode {
  return formatted(message, values).map((part, i) => <Fragment key={i}>{part}</Fragment>);
}
