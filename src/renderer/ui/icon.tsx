/** An icon of VS Code's icon font; decoration only, so give the control a label. */
export function Icon({ name, spin = false }: { readonly name: string; readonly spin?: boolean }) {
  return <span className={`codicon codicon-${name}${spin ? ' codicon-modifier-spin' : ''}`} aria-hidden="true" />;
}
