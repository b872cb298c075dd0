import type { AST } from '@eslint-community/regexpp';
import { characterTest, parse } from './step-counter.ts';

/** A text of any length that makes an expression repeat itself: all but one part of a match, and that part over and over. */
export interface Pump {
  readonly before: string;
  readonly unit: string;
  readonly after: string;
}

/** The text of about so many characters. */
export function pumped({ before, unit, after }: Pump, length: number): string {
  return before + unit.repeat(Math.max(1, Math.ceil((length - before.length - after.length) / unit.length))) + after;
}

type Single = AST.Character | AST.CharacterClass | AST.CharacterSet;
type Branch = AST.Pattern | AST.Group | AST.CapturingGroup | AST.LookaroundAssertion;

/** Characters of all kinds, those first that expressions tell apart most. */
const PROBES = Array.from('aA0 -_./=:"\'\n\t\r$<>{}()[]%@,;+*#|&!?~^\\zZ9fFé密🔑\0');
/** What can make a match fail at the very end. */
const ENDINGS = ['\0', '\n'];
/** Shorter repeats cannot do much. */
const MIN_REPEATS = 8;

/** Texts for each part of an expression that can be repeated often. */
export function pumpsOf(regex: RegExp): readonly Pump[] {
  const pattern = parse(regex);
  const maker = createMaker(regex.flags.replace(/[gyd]/g, ''));
  const pumps = new Map<string, Pump>();
  const add = (pump: Pump): void => {
    if (pump.unit !== '') pumps.set(JSON.stringify(pump), pump);
  };
  for (const target of quantifiersOf(pattern)) {
    const before = maker.until(pattern, target);
    const rest = maker.since(target);
    for (const unit of maker.units(target.element)) {
      for (const after of [...ENDINGS, rest.slice(0, -1)]) add({ before, unit, after });
      // Every place is a new beginning.
      add({ before: '', unit: before + unit, after: '\0' });
      add({ before: '', unit: unit + rest.slice(0, -1), after: '\0' });
      add({ before, unit: unit + rest.slice(0, 1), after: '\0' });
      add({ before, unit: unit + maker.link(target), after: '\0' });
    }
    add({ before: '', unit: before, after: '' });
  }
  return [...pumps.values()];
}

function quantifiersOf(node: AST.Pattern): readonly AST.Quantifier[] {
  const all: AST.Quantifier[] = [];
  const visit = (one: AST.Element): void => {
    if (one.type === 'Quantifier') {
      if (one.max >= MIN_REPEATS) all.push(one);
      visit(one.element);
    } else if ('alternatives' in one) {
      for (const { elements } of one.alternatives) elements.forEach(visit);
    }
  };
  for (const { elements } of node.alternatives) elements.forEach(visit);
  return all;
}

function createMaker(flags: string): {
  readonly until: (pattern: AST.Pattern, target: AST.Quantifier) => string;
  readonly since: (target: AST.Quantifier) => string;
  readonly link: (target: AST.Quantifier) => string;
  readonly units: (element: AST.QuantifiableElement) => readonly string[];
} {
  const kinds = new Map<Single, readonly string[]>();
  const kindsOf = (node: Single): readonly string[] => {
    const known = kinds.get(node);
    if (known !== undefined) return known;
    const accepts = characterTest(node, flags);
    const made =
      node.type === 'Character'
        ? [String.fromCodePoint(node.value)]
        : PROBES.filter((c) => (flags.includes('u') || c.length === 1) && accepts(c.codePointAt(0) ?? 0));
    for (let code = 0; made.length === 0 && code < 0xffff; code++)
      if (accepts(code)) made.push(String.fromCharCode(code));
    kinds.set(node, made);
    return made;
  };

  /** A short match of a node. */
  function sample(node: AST.Element): string {
    switch (node.type) {
      case 'Character':
      case 'CharacterClass':
      case 'CharacterSet':
        return kindsOf(node)[0] ?? '';
      case 'Quantifier':
        return sample(node.element).repeat(node.min);
      case 'Group':
      case 'CapturingGroup':
        return shortest(node);
      case 'Backreference':
        return Array.isArray(node.resolved) ? '' : shortest(node.resolved);
      default:
        return '';
    }
  }

  function shortest({ alternatives }: Branch): string {
    const all = alternatives.map(({ elements }) => elements.map(sample).join(''));
    return all.reduce((best, one) => (one.length < best.length ? one : best));
  }

  /** What comes before the target in a match. */
  function until(branch: Branch, target: AST.Quantifier): string {
    const way = branch.alternatives.find((alternative: AST.Alternative) => contains(alternative, target));
    if (way === undefined) return '';
    let text = '';
    for (const node of way.elements) {
      if (!contains(node, target)) {
        text += sample(node);
        continue;
      }
      if (node === target) return text;
      const inner = node.type === 'Quantifier' ? node.element : node;
      return text + ('alternatives' in inner ? until(inner, target) : '');
    }
    return text;
  }

  /** What comes after the target in a match, as far as the next part that can be repeated often. */
  function link(target: AST.Quantifier): string {
    const { elements } = target.parent;
    const next = elements.slice(elements.indexOf(target) + 1);
    const end = next.findIndex((node) => node.type === 'Quantifier' && node.max >= MIN_REPEATS);
    return next
      .slice(0, end < 0 ? undefined : end)
      .map(sample)
      .join('');
  }

  /** What comes after a node in a match. */
  function since(node: AST.Element): string {
    const { parent } = node;
    if (parent.type === 'Quantifier') return since(parent);
    if (parent.type !== 'Alternative') return '';
    const rest = parent.elements.slice(parent.elements.indexOf(node) + 1);
    const text = rest.map(sample).join('');
    return parent.parent.type === 'Pattern' ? text : text + since(parent.parent);
  }

  return {
    until,
    since,
    link,
    units: (element) => {
      if (element.type === 'Character' || element.type === 'CharacterClass' || element.type === 'CharacterSet') {
        const all = kindsOf(element);
        // The first of each sort, and a mixture.
        return [...new Set([...all.slice(0, 3), all.slice(0, 3).join('')])];
      }
      if (!('alternatives' in element)) return [sample(element)];
      return [
        ...new Set(
          element.alternatives.flatMap(({ elements }) => [
            elements.map(sample).join(''),
            elements.map(fuller).join(''),
          ]),
        ),
      ].slice(0, 4);
    },
  };

  /** As {@link sample}, with everything there once that may be there. */
  function fuller(node: AST.Element): string {
    if (node.type !== 'Quantifier') return sample(node);
    return sample(node.element).repeat(Math.max(1, node.min));
  }
}

function contains(node: AST.Node, target: AST.Node): boolean {
  return node.start <= target.start && node.end >= target.end;
}
