/** Have the user choose files of their system to be read. Calls back when they do; who dismisses the dialog is not told of. */
export function pickFiles(accept: string, chosen: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.multiple = true;
  input.addEventListener('change', () => {
    chosen([...(input.files ?? [])]);
  });
  input.click();
}

/** What VS Code writes its files in. */
export const JSON_FILES = '.json,.jsonc,.code-snippets';
