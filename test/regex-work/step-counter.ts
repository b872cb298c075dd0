import { RegExpParser, type AST } from '@eslint-community/regexpp';

/**
 * Counts what a regular expression costs: it is run by a backtracking matcher of our own that takes
 * the same decisions in the same order as the engine, and every character that is looked at is a
 * step. Steps are the same on every machine, which times are not.
 */

/** A match, and what it took to find it or to find that there is none. */
export interface Counted {
  readonly steps: number;
  /** Where it was found; `null` if nowhere. */
  readonly found: { readonly start: number; readonly end: number } | null;
}

/** More steps than a count may take: it was stopped. */
export class TooManySteps extends Error {}

type Single = AST.Character | AST.CharacterClass | AST.CharacterSet;
type Direction = 1 | -1;
/** Past one character that matches; -1 if it does not. */
type One = (text: string, at: number) => number;

type Instruction =
  | { readonly does: 'one'; readonly one: One }
  | { readonly does: 'run'; readonly one: One; readonly min: number; readonly max: number; readonly greedy: boolean }
  | { readonly does: 'either'; first: number; second: number }
  | { readonly does: 'go'; to: number }
  /** Note the place, for a group or to see whether a loop gets on. */
  | { readonly does: 'note'; readonly slot: number }
  | { readonly does: 'get on'; readonly slot: number }
  | { readonly does: 'edge'; readonly holds: (text: string, at: number) => boolean }
  | { readonly does: 'look'; readonly at: readonly Instruction[]; readonly negate: boolean }
  | { readonly does: 'again'; readonly slots: readonly [from: number, to: number]; readonly direction: Direction }
  | { readonly does: 'end' };

/** Where to go on when what was tried fails. */
interface Choice {
  readonly next: number;
  /** Places to go on at, the last one first; for a lazy run how to get another one. */
  readonly places: number[];
  readonly more: (() => number) | null;
  /** How much was noted by then. */
  readonly noted: number;
}

interface Program {
  readonly code: readonly Instruction[];
  readonly sticky: boolean;
}

const programs = new Map<string, Program>();

/** Match as `regex.exec` would from a place on. Throws {@link TooManySteps} beyond `most`. */
export function countSteps(regex: RegExp, text: string, from: number, most = Infinity): Counted {
  const key = String(regex);
  const program = programs.get(key) ?? { code: compile(regex), sticky: regex.sticky };
  programs.set(key, program);
  const run = createRun(text, most, regex.ignoreCase);
  for (let start = from; start <= (program.sticky ? from : text.length); start++) {
    run.step();
    const end = run.match(program.code, start);
    if (end >= 0) return { steps: run.steps(), found: { start, end } };
  }
  return { steps: run.steps(), found: null };
}

/** The tree of an expression. */
export function parse(regex: RegExp): AST.Pattern {
  const { unicode, flags, source } = regex;
  if (flags.includes('v')) throw new Error(`the flag v is not counted: ${String(regex)}`);
  return new RegExpParser().parsePattern(source, 0, source.length, { unicode, unicodeSets: false });
}

function createRun(
  text: string,
  most: number,
  ignoreCase: boolean,
): {
  readonly step: () => void;
  readonly steps: () => number;
  readonly match: (code: readonly Instruction[], start: number) => number;
} {
  let steps = 0;
  const slots: number[] = [];
  const notes: { readonly slot: number; readonly before: number }[] = [];

  function step(): void {
    if (++steps > most) throw new TooManySteps();
  }

  function undo(to: number): void {
    while (notes.length > to) {
      const { slot, before } = notes.pop() as (typeof notes)[number];
      slots[slot] = before;
    }
  }

  /** The end of a match that begins at a place; -1 if there is none. */
  function match(code: readonly Instruction[], start: number): number {
    const choices: Choice[] = [];
    const noted = notes.length;
    let next = 0;
    let at = start;
    const orElse = (to: number, places: number[], more: Choice['more'] = null): void => {
      choices.push({ next: to, places, more, noted: notes.length });
    };
    for (;;) {
      if (at < 0) {
        const choice = choices.at(-1);
        if (choice === undefined) {
          undo(noted);
          return -1;
        }
        undo(choice.noted);
        step();
        next = choice.next;
        at = choice.places.pop() ?? choice.more?.() ?? -1;
        if (at < 0 || (choice.places.length === 0 && choice.more === null)) choices.pop();
        if (at < 0) continue;
      }
      const instruction = code[next] as Instruction;
      next++;
      switch (instruction.does) {
        case 'one':
          step();
          at = instruction.one(text, at);
          break;
        case 'run':
          at = run(instruction, at, (places, more) => {
            orElse(next, places, more);
          });
          break;
        case 'either':
          step();
          orElse(instruction.second, [at]);
          next = instruction.first;
          break;
        case 'go':
          next = instruction.to;
          break;
        case 'note':
          notes.push({ slot: instruction.slot, before: slots[instruction.slot] ?? -1 });
          slots[instruction.slot] = at;
          break;
        case 'get on':
          if (slots[instruction.slot] === at) at = -1;
          break;
        case 'edge':
          step();
          if (!instruction.holds(text, at)) at = -1;
          break;
        case 'look':
          if (match(instruction.at, at) >= 0 === instruction.negate) at = -1;
          break;
        case 'again':
          at = again(instruction, at);
          break;
        case 'end':
          return at;
      }
    }
  }

  function run(
    { one, min, max, greedy }: Extract<Instruction, { does: 'run' }>,
    start: number,
    orElse: (places: number[], more?: () => number) => void,
  ): number {
    const places = [start];
    const more = (): number => {
      if (places.length > max) return -1;
      step();
      const to = one(text, places.at(-1) as number);
      if (to >= 0) places.push(to);
      return to;
    };
    while (places.length <= min) if (more() < 0) return -1;
    if (!greedy) {
      const at = places.at(-1) as number;
      orElse([], more);
      return at;
    }
    while (more() >= 0);
    const enough = places.slice(min);
    const at = enough.pop() as number;
    if (enough.length > 0) orElse(enough);
    return at;
  }

  function again({ slots: [from, to], direction }: Extract<Instruction, { does: 'again' }>, at: number): number {
    const [start, end] = [slots[from] ?? -1, slots[to] ?? -1];
    if (start < 0 || end < 0) return at;
    const wanted = text.slice(Math.min(start, end), Math.max(start, end));
    steps += wanted.length;
    step();
    const stop = at + direction * wanted.length;
    const there = direction > 0 ? text.slice(at, stop) : text.slice(Math.max(0, stop), at);
    const same = ignoreCase ? there.toLowerCase() === wanted.toLowerCase() : there === wanted;
    return same ? stop : -1;
  }

  return { step, steps: () => steps, match };
}

function compile(regex: RegExp): readonly Instruction[] {
  const flags = regex.flags.replace(/[gyd]/g, '');
  const numbers = new Map<AST.CapturingGroup, number>();
  /** Slots behind those of the groups. */
  let loops = 1000;
  let code: Instruction[] = [];
  const add = <I extends Instruction>(instruction: I): I => {
    code.push(instruction);
    return instruction;
  };

  function choice(alternatives: readonly AST.Alternative[], direction: Direction): void {
    const ends: { to: number }[] = [];
    alternatives.forEach(({ elements }, i) => {
      const last = i === alternatives.length - 1;
      const either = last ? null : add({ does: 'either', first: code.length + 1, second: 0 });
      for (const node of direction > 0 ? elements : elements.toReversed()) element(node, direction);
      if (!last) ends.push(add({ does: 'go', to: 0 }));
      if (either !== null) either.second = code.length;
    });
    for (const end of ends) end.to = code.length;
  }

  function element(node: AST.Element, direction: Direction): void {
    switch (node.type) {
      case 'Character':
      case 'CharacterClass':
      case 'CharacterSet':
        add({ does: 'one', one: single(node, direction) });
        return;
      case 'Group':
        if (node.modifiers !== null) throw new Error(`modifiers are not counted: ${String(regex)}`);
        choice(node.alternatives, direction);
        return;
      case 'CapturingGroup': {
        const [from, to] = slotsOf(node);
        add({ does: 'note', slot: from });
        choice(node.alternatives, direction);
        add({ does: 'note', slot: to });
        return;
      }
      case 'Quantifier':
        quantifier(node, direction);
        return;
      case 'Assertion':
        assertion(node);
        return;
      case 'Backreference':
        if (Array.isArray(node.resolved)) throw new Error(`such groups are not counted: ${String(regex)}`);
        add({ does: 'again', slots: slotsOf(node.resolved), direction });
        return;
      default:
        throw new Error(`${node.type} is not counted: ${String(regex)}`);
    }
  }

  function quantifier({ element: repeated, min, max, greedy }: AST.Quantifier, direction: Direction): void {
    if (isSingle(repeated)) {
      add({ does: 'run', one: single(repeated, direction), min, max, greedy });
      return;
    }
    for (let i = 0; i < min; i++) element(repeated, direction);
    const exits: { first: number; second: number }[] = [];
    const begin = (): void => {
      const here = code.length + 1;
      exits.push(add({ does: 'either', first: greedy ? here : 0, second: greedy ? 0 : here }));
    };
    const slot = loops++;
    if (max === Infinity) {
      const start = code.length;
      begin();
      body(slot);
      add({ does: 'go', to: start });
    } else {
      for (let i = min; i < max; i++) {
        begin();
        body(slot);
      }
    }
    for (const exit of exits) exit[greedy ? 'second' : 'first'] = code.length;

    function body(at: number): void {
      add({ does: 'note', slot: at });
      element(repeated, direction);
      add({ does: 'get on', slot: at });
    }
  }

  function assertion(node: AST.Assertion): void {
    if (node.kind === 'lookahead' || node.kind === 'lookbehind') {
      const outer = code;
      code = [];
      choice(node.alternatives, node.kind === 'lookahead' ? 1 : -1);
      add({ does: 'end' });
      const inner = code;
      code = outer;
      add({ does: 'look', at: inner, negate: node.negate });
      return;
    }
    const { multiline } = regex;
    const holds = {
      start: (text: string, at: number) => at === 0 || (multiline && isLineEnd(text, at - 1)),
      end: (text: string, at: number) => at === text.length || (multiline && isLineEnd(text, at)),
      word: (text: string, at: number) =>
        (isWord(text, at - 1) !== isWord(text, at)) !== (node.kind === 'word' && node.negate),
    };
    add({ does: 'edge', holds: holds[node.kind] });
  }

  function single(node: Single, direction: Direction): One {
    const accepts = characterTest(node, flags);
    return (text, at) => {
      if (direction > 0 ? at >= text.length : at <= 0) return -1;
      if (!regex.unicode) return accepts(text.charCodeAt(direction > 0 ? at : at - 1)) ? at + direction : -1;
      const from = direction > 0 ? at : at >= 2 && isPair(text, at - 2) ? at - 2 : at - 1;
      const character = text.codePointAt(from) ?? 0;
      return accepts(character) ? at + direction * (character > 0xffff ? 2 : 1) : -1;
    };
  }

  function slotsOf(node: AST.CapturingGroup): readonly [number, number] {
    const number = numbers.get(node) ?? numbers.size;
    numbers.set(node, number);
    return [number * 2, number * 2 + 1];
  }

  choice(parse(regex).alternatives, 1);
  add({ does: 'end' });
  return code;
}

function isSingle(node: AST.QuantifiableElement): node is Single {
  return node.type === 'Character' || node.type === 'CharacterClass' || node.type === 'CharacterSet';
}

/** Whether a character, given by its code, is one of those that a node stands for. */
export function characterTest(node: Single, flags: string): (code: number) => boolean {
  if (node.type === 'Character' && !flags.includes('i')) return (code) => code === node.value;
  const raw = node.type === 'Character' ? escaped(node.value) : node.raw;
  const test = new RegExp(`^${raw}$`, flags.replace('m', ''));
  const known = new Map<number, boolean>();
  return (code) => {
    let accepted = known.get(code);
    if (accepted === undefined) {
      accepted = test.test(String.fromCodePoint(code));
      known.set(code, accepted);
    }
    return accepted;
  };
}

function escaped(code: number): string {
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}

function isLineEnd(text: string, at: number): boolean {
  return '\n\r\u2028\u2029'.includes(text.charAt(at)) && text.charAt(at) !== '';
}

function isWord(text: string, at: number): boolean {
  return /^\w$/.test(text.charAt(at));
}
