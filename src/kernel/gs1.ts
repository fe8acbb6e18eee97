import { findIdentifier, identifierAt } from './application-identifiers.ts';
import { splitScan } from './barcode.ts';
import { elementProblems, meaningOf, type Gs1Element, type Gs1Elements } from './gs1-elements.ts';

/** What a scanner sent. */
export interface SymbolReading {
  /** The AIM prefix, `]C1`, as the scanner sent it; null when it sends none. */
  readonly symbology: string | null;
  /** What a GS1 symbol says; null when the text is none, or has problems. */
  readonly elements: Gs1Elements | null;
  /** The text without spaces around it and prefix: a plain code when there are no elements. */
  readonly code: string;
  /**
   * Every reason why a text that claims to be a GS1 symbol, by prefix, separator or brackets, is
   * none; empty otherwise. Without a prefix the `code` may still be a plain one.
   */
  readonly problems: readonly string[];
}

/** Elements as a symbol holds them, or why they cannot be printed. */
export type WrittenElements =
  | {
      readonly ok: true;
      /** As a scanner sends it behind the prefix, with separators where a value has no end. */
      readonly text: string;
      /** For people: `(01)04012345678901(10)AB12`; a bracket in a value is `\(`. */
      readonly human: string;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Prefixes that mean GS1: GS1-128, DataBar, DataMatrix, QR, DotCode. */
const gs1Prefixes = new Set([']C1', ']e0', ']d2', ']Q3', ']J1']);

/** The digits of the largest QR code: nothing longer is worth looking at. */
const longestSymbol = 7089;

/** What ends a value of no fixed length: FNC1 in the symbol, this character in what is sent. */
const separator = '\u001d';

/**
 * What reaches us for a separator from scanners that act as keyboards: its picture, caret notation,
 * and names in any brackets but round ones. `<GS>` could be part of a value, the others could not.
 */
const separatorsByName = /\u241d|\^\]|<(GS|FNC1)>|\{(GS|FNC1)\}|\[(GS|FNC1)\]/gi;

/** In brackets, a bracket that belongs to a value is written `\(`; no value holds a backslash. */
const bracketedIdentifier = /(?<!\\)\((\d{2,4})\)/g;

/**
 * Reads what a scanner, or a keyboard, sends. With a GS1 prefix it must be an element string.
 * Without one it is taken for such only when the whole of it reads as known application identifiers
 * and names goods, (01) or (00), with the right check digit: no EAN-13 and no plain label is
 * misread. Elements may be in the form for people, `(01)04012345678901(10)AB12`. A leading
 * separator and one behind a value of fixed length are let pass. `thisYear` is what two-digit years
 * are near to. Never throws.
 *
 * A separator that the scanner swallowed cannot be told from none: what follows a lot becomes part
 * of it, up to 20 characters.
 */
export function readSymbol(text: string, thisYear: number): SymbolReading {
  const { symbology, code } = splitScan(text);
  if (code.length > longestSymbol) {
    const problems = [`A symbol holds at most ${longestSymbol} characters`];
    return { symbology, elements: null, code, problems };
  }
  const forced = symbology !== null && gs1Prefixes.has(symbology);
  const sent = withSeparators(code);
  const bracketed = /^\u001d?\(\d{2,4}\)/.test(sent);
  const { elements, problems } = bracketed ? splitBracketed(sent) : splitPlain(sent);
  problems.push(...elementProblems(elements, thisYear));
  if (elements.length === 0 && problems.length === 0) problems.push('The symbol is empty');
  if (!forced && !elements.some(({ ai }) => ai === '00' || ai === '01')) {
    problems.push('Without the prefix of a GS1 symbol, (01) or (00) must say what goods are meant');
  }
  if (problems.length === 0) {
    return { symbology, elements: meaningOf(elements, thisYear), code, problems };
  }
  const claims = forced || bracketed || sent.includes(separator);
  return { symbology, elements: null, code, problems: claims ? problems : [] };
}

/** Elements in this order as one symbol holds them, and for people; or every problem of them. */
export function writeElements(elements: readonly Gs1Element[], thisYear: number): WrittenElements {
  const problems = elementProblems(elements, thisYear);
  for (const { ai, value } of elements) {
    if (withSeparators(value) !== value) {
      problems.push(`(${ai}) ${value} would be read as a separator`);
    }
  }
  if (elements.length === 0) problems.push('There is nothing to print');
  if (problems.length > 0) return { ok: false, problems };
  const parts = elements.map(({ ai, value }, i) => {
    const ends = findIdentifier(ai)?.predefined != null || i === elements.length - 1;
    return ai + value + (ends ? '' : separator);
  });
  const human = elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '\\(')}`);
  return { ok: true, text: parts.join(''), human: human.join('') };
}

const withSeparators = (text: string): string => text.replace(separatorsByName, separator);

interface Split {
  readonly elements: Gs1Element[];
  readonly problems: string[];
}

/** Behind an unknown identifier nothing is known until the next separator. */
function splitPlain(text: string): Split {
  const elements: Gs1Element[] = [];
  const problems: string[] = [];
  let at = text.startsWith(separator) ? 1 : 0;
  while (at < text.length) {
    const found = text.indexOf(separator, at);
    const end = found < 0 ? text.length : found;
    const identifier = identifierAt(text, at);
    if (identifier === null) {
      problems.push(unknownAt(at, text.slice(at, Math.min(at + 4, end))));
      at = end + 1;
      continue;
    }
    const start = at + identifier.ai.length;
    const stop = Math.min(start + (identifier.predefined ?? text.length), end);
    elements.push({ ai: identifier.ai, value: text.slice(start, stop) });
    at = stop === end ? stop + 1 : stop;
  }
  return { elements, problems };
}

/** Spaces around a value and a separator behind it are not part of it. */
function splitBracketed(text: string): Split {
  const elements: Gs1Element[] = [];
  const problems: string[] = [];
  const heads = [...text.matchAll(bracketedIdentifier)];
  heads.forEach((head, i) => {
    const ai = head[1] ?? '';
    const behind = text.slice(head.index + head[0].length, heads[i + 1]?.index);
    const value = behind
      .replace(/\u001d\s*$/, '')
      .trim()
      .replaceAll('\\(', '(');
    if (findIdentifier(ai)) elements.push({ ai, value });
    else problems.push(unknownAt(head.index, ai));
  });
  return { elements, problems };
}

const unknownAt = (at: number, digits: string): string =>
  `Position ${at + 1}: ${digits === '' ? 'no' : `'${digits}' is no known`} application identifier`;
