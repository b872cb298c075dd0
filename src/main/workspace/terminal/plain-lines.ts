/** Reads what a program prints as lines of plain text. */
export interface PlainLines {
  push(data: string): void;
  /** The line that is not ended yet, as one. */
  end(): void;
}

/** Characters of a line that are kept. */
const LINE_CHARS = 4000;

/**
 * What a program prints, less what steers the screen: colours, movements, titles. A line that is written over after a
 * carriage return is as it was last. Linear in its input, however that is cut.
 */
export function createPlainLines(line: (text: string) => void): PlainLines {
  /** Where in an escape sequence the text is. `string` is one that ends with BEL or ESC \. */
  let state: 'text' | 'escape' | 'intermediate' | 'csi' | 'string' | 'string-escape' = 'text';
  let parts = '';
  /** A carriage return was seen: what comes next stands at the line's begin. */
  let returned = false;

  function text(character: string): void {
    if (returned) {
      parts = '';
      returned = false;
    }
    if (parts.length < LINE_CHARS) parts += character;
  }
  function take(character: string): void {
    const code = character.charCodeAt(0);
    switch (state) {
      case 'text':
        if (character === '\x1b') state = 'escape';
        else if (character === '\x9b') state = 'csi';
        else if (character === '\n') flush();
        else if (character === '\r') returned = true;
        else if (character === '\b') parts = parts.slice(0, -1);
        else if (character === '\t' || (code >= 0x20 && (code < 0x7f || code > 0x9f))) text(character);
        break;
      case 'escape':
        if (character === '[') state = 'csi';
        else if (']PX^_'.includes(character)) state = 'string';
        else if (code >= 0x20 && code <= 0x2f) state = 'intermediate';
        else state = character === '\x1b' ? 'escape' : 'text';
        break;
      case 'intermediate':
        if (code >= 0x30) state = 'text';
        break;
      case 'csi':
        if (code >= 0x40 && code <= 0x7e) state = 'text';
        else if (character === '\x1b') state = 'escape';
        break;
      case 'string':
        if (character === '\x07' || character === '\x9c') state = 'text';
        else if (character === '\x1b') state = 'string-escape';
        break;
      case 'string-escape':
        if (character === '\\') state = 'text';
        else state = character === '\x1b' ? 'string-escape' : 'string';
        break;
    }
  }
  function flush(): void {
    line(parts);
    parts = '';
    returned = false;
  }
  return {
    push: (data) => {
      for (let at = 0; at < data.length; at++) take(data.charAt(at));
    },
    end: () => {
      if (parts !== '') flush();
    },
  };
}
