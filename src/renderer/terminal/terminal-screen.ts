import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITerminalOptions } from '@xterm/xterm';
import { copyText } from '../ui/copy-text.ts';
import { provideFileLinks } from './provide-file-links.ts';
import { safeToPaste } from './safe-to-paste.ts';
import { terminalPort } from './terminal-port.ts';
import { terminalColors, type TerminalColors } from './terminal-theme.ts';

/** What the settings say of terminals. */
export interface TerminalLook {
  readonly fontSize: number;
  /** Empty: the app's own. */
  readonly fontFamily: string;
  readonly cursorStyle: 'block' | 'underline' | 'bar';
  readonly scrollback: number;
  readonly screenReader: boolean;
}

/** What a screen tells and asks. */
export interface ScreenEvents {
  readonly onInput: (data: string) => void;
  readonly onSize: (cols: number, rows: number) => void;
  /** What the program calls itself; it may be anything. */
  readonly onTitle: (title: string) => void;
  readonly onFind: () => void;
  /** Go to the next terminal, or the one before. */
  readonly onStep: (step: 1 | -1) => void;
  readonly onFound: (at: number, all: number) => void;
  readonly onSelect: (selected: boolean) => void;
  /** Whether to paste text that a shell would run line by line. */
  readonly confirmPaste: (text: string) => Promise<boolean>;
  /** Which of some names are files: their paths, or `null`. */
  readonly findFiles: (paths: readonly string[]) => Promise<readonly (string | null)[]>;
}

export interface FindOptions {
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
  readonly regex: boolean;
}

/** The screen of one terminal. It goes on while it is not on show. */
export interface Screen {
  /** Resolves when it is drawn, so that a flood waits for the page. */
  write(data: string): Promise<void>;
  /** Write a line of ours, in a line of its own, whatever a program that has ended left the screen like. */
  note(text: string): Promise<void>;
  paste(text: string): Promise<void>;
  copy(): void;
  selection(): string;
  selectAll(): void;
  /** Leave nothing but the line that is being typed. */
  clear(): void;
  /** Forget all that it was told, for a program that begins anew. */
  reset(): void;
  focus(): void;
  find(text: string, options: FindOptions, backwards: boolean, incremental: boolean): void;
  endFind(): void;
  setLook(look: TerminalLook): void;
  setColors(colors: TerminalColors): void;
  /**
   * Show it in an element, as large as that is; returns what takes it away.
   * @param sized called once it has a size, and at each change of it
   */
  attach(place: HTMLElement, sized: () => void): () => void;
  dispose(): void;
}

const MAC = /mac/i.test(navigator.userAgent);
const WINDOWS = /windows/i.test(navigator.userAgent);

function optionsOf(look: TerminalLook): ITerminalOptions {
  const mono = getComputedStyle(document.documentElement).getPropertyValue('--mono').trim();
  return {
    fontSize: look.fontSize,
    fontFamily: [look.fontFamily, mono].filter((name) => name !== '').join(', '),
    cursorStyle: look.cursorStyle,
    scrollback: look.scrollback,
    screenReaderMode: look.screenReader,
  };
}

export function createScreen(look: TerminalLook, events: ScreenEvents): Screen {
  const colors = terminalColors();
  const terminal = new Terminal({
    ...optionsOf(look),
    theme: colors.theme,
    minimumContrastRatio: colors.minimumContrastRatio,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    macOptionClickForcesSelection: true,
    rightClickSelectsWord: MAC,
    // Links that a program prints with a text of its own; without this, the page itself would ask and open.
    linkHandler: {
      activate: (event, url) => {
        follow(event, url);
      },
      allowNonHttpProtocols: false,
    },
    // The add-on that finds text marks it with what xterm still counts as new.
    allowProposedApi: true,
    // No report of the window, its size or its title is given to programs.
    windowOptions: {},
  });
  let found = colors;
  let foundHow = '';
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.loadAddon(new WebLinksAddon(follow));
  provideFileLinks(terminal, events.findFiles);
  terminal.onData(events.onInput);
  terminal.onTitleChange(events.onTitle);
  terminal.onResize(({ cols, rows }) => {
    events.onSize(cols, rows);
  });
  terminal.onSelectionChange(() => {
    events.onSelect(terminal.hasSelection());
  });
  search.onDidChangeResults(({ resultIndex, resultCount }) => {
    events.onFound(resultIndex + 1, resultCount);
  });

  const host = document.createElement('div');
  host.className = 'terminal-host';
  // The page's own way would send a text of several lines to be run without a question.
  host.addEventListener(
    'paste',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      void paste(event.clipboardData?.getData('text/plain') ?? '');
    },
    { capture: true },
  );

  // A key that is held while the focus goes is let go elsewhere; text that is not typed by keys would wait for that.
  host.addEventListener('focusout', () => {
    terminal.textarea?.dispatchEvent(new KeyboardEvent('keyup', { key: 'Control', keyCode: 17 }));
  });

  async function paste(text: string): Promise<void> {
    const safe = safeToPaste(text);
    if (safe === '') return;
    const runs = safe.trimEnd().includes('\n') && !terminal.modes.bracketedPasteMode;
    if (runs && !(await events.confirmPaste(safe))) return;
    terminal.paste(safe);
    terminal.focus();
  }
  function copy(): void {
    const text = terminal.getSelection();
    if (text !== '') void copyText(text);
  }
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown') return true;
    const main = MAC ? event.metaKey : event.ctrlKey;
    const { code, key, shiftKey, altKey } = event;
    // The menu is not to be had by the mouse alone.
    if (key === 'ContextMenu' || (shiftKey && key === 'F10')) return false;
    if (!main && !shiftKey) return true;
    const done = (act: () => void): false => {
      event.preventDefault();
      act();
      return false;
    };
    if (main && !altKey && code === 'KeyF' && !shiftKey) return done(events.onFind);
    if (main && !altKey && !shiftKey && (key === 'PageUp' || key === 'PageDown')) {
      return done(() => {
        events.onStep(key === 'PageUp' ? -1 : 1);
      });
    }
    if (MAC) {
      if (main && code === 'KeyK') return done(terminal.clear.bind(terminal));
      return true;
    }
    if (main && shiftKey && code === 'KeyC') return done(copy);
    if (main && !shiftKey && key === 'Insert') return done(copy);
    // On Windows, Ctrl+C copies what is selected, and is the shell's otherwise.
    if (WINDOWS && main && !shiftKey && code === 'KeyC' && terminal.hasSelection()) {
      return done(() => {
        copy();
        terminal.clearSelection();
      });
    }
    // These the page pastes with by itself, if the terminal leaves them alone.
    const pastes =
      (main && shiftKey && code === 'KeyV') ||
      (!main && shiftKey && key === 'Insert') ||
      (WINDOWS && main && !shiftKey && code === 'KeyV');
    return !pastes;
  });

  let opened = false;
  const write = (data: string): Promise<void> =>
    new Promise((drawn) => {
      terminal.write(data, drawn);
    });
  return {
    write,
    note: (text) => {
      // It puts the cursor back to where it was before; on the usual screen that is the top.
      const leave = terminal.buffer.active.type === 'alternate' ? '\x1b[?1049l' : '';
      return write(`${leave}\x1b[!p\r\n\x1b[90m${text}\x1b[0m\r\n`);
    },
    paste,
    copy,
    selection: () => terminal.getSelection(),
    selectAll: () => {
      terminal.selectAll();
    },
    clear: () => {
      terminal.clear();
    },
    reset: () => {
      terminal.reset();
    },
    focus: () => {
      terminal.focus();
    },
    find: (text, options, backwards, incremental) => {
      const decorations = {
        matchBackground: found.match,
        matchBorder: found.matchBorder,
        matchOverviewRuler: found.matchBorder,
        activeMatchBackground: found.matchBorder,
        activeMatchColorOverviewRuler: found.matchBorder,
      };
      // The add-on compares options with the ones it was just given, and would keep what it found with others.
      const how = JSON.stringify(options);
      if (how !== foundHow) search.clearDecorations();
      foundHow = how;
      try {
        if (backwards) search.findPrevious(text, { ...options, decorations });
        else search.findNext(text, { ...options, incremental, decorations });
      } catch {
        // An expression that is not whole yet finds nothing.
        search.clearDecorations();
        events.onFound(0, 0);
      }
    },
    endFind: () => {
      search.clearDecorations();
      events.onFound(0, 0);
    },
    setLook: (next) => {
      Object.assign(terminal.options, optionsOf(next));
      if (host.isConnected) fit.fit();
    },
    setColors: (next) => {
      found = next;
      terminal.options.theme = next.theme;
      terminal.options.minimumContrastRatio = next.minimumContrastRatio;
    },
    attach: (place, sized) => {
      place.append(host);
      if (!opened) terminal.open(host);
      opened = true;
      const observer = new ResizeObserver(() => {
        // A place of no size is about to go, or not there yet.
        if (host.clientWidth === 0 || host.clientHeight === 0) return;
        fit.fit();
        sized();
      });
      observer.observe(place);
      return () => {
        observer.disconnect();
        host.remove();
      };
    },
    dispose: () => {
      terminal.dispose();
      host.remove();
    },
  };
}

/** As in VS Code a click alone selects; with Ctrl it follows. */
function follow(event: MouseEvent, url: string): void {
  if ((MAC ? event.metaKey : event.ctrlKey) && /^https?:\/\//i.test(url)) terminalPort().openLink(url);
}
