import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { readAs, unreadable, type Reading } from '../kernel/reading.ts';

/** An element by its local name: prefixes of namespaces are left out. */
export interface XmlElement {
  readonly name: string;
  /** In the text, from 1. */
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** What stands directly in it, trimmed. */
  readonly text: string;
}

/** Of a text that is read as XML: a statement of some ten thousand entries. */
export const mostXmlLength = 20_000_000;
/** Deeper ones are made to hurt. */
const mostNested = 40;

/** Nothing is expanded, fetched or guessed: every value stays the text that it is. */
const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  maxNestedTags: mostNested,
});

const place = XMLParser.getMetaDataSymbol() as unknown as symbol;

type Node = Readonly<Record<string, unknown>> & {
  readonly ':@'?: Readonly<Record<string, string>>;
  readonly [key: symbol]: { readonly startIndex?: number } | undefined;
};

/**
 * The root of an XML text, or why it is none. Document types are refused, and so are entities but
 * for the five that XML has itself and characters by number: nothing can expand.
 */
export function readXml(text: string): Reading<XmlElement> {
  if (text.length > mostXmlLength) {
    return unreadable('TOO_LONG', `At most ${mostXmlLength} characters are taken here`);
  }
  const source = text.replace(/^\uFEFF/, '').trimStart();
  if (/<!(DOCTYPE|ENTITY)/i.test(source)) {
    return unreadable('XML_MALFORMED', 'A document type is not taken here');
  }
  try {
    const valid = XMLValidator.validate(source);
    if (valid !== true) {
      return unreadable('XML_MALFORMED', `Line ${valid.err.line}: ${valid.err.msg}`);
    }
    const nodes = parser.parse(source) as readonly Node[];
    const lines = lineFinder(source);
    const [root, ...more] = nodes.flatMap((node) => elementOf(node, lines) ?? []);
    if (root && more.length === 0) return readAs(root);
    return unreadable('XML_MALFORMED', 'There is not one root');
  } catch (error) {
    return unreadable('XML_MALFORMED', error instanceof Error ? error.message : String(error));
  }
}

/** Null for text. */
function elementOf(node: Node, lineAt: (index: number) => number): XmlElement | null {
  const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
  if (name === undefined) return null;
  const inner = node[name] as readonly Node[];
  const attributes = Object.entries(node[':@'] ?? {}).map(([key, value]) => [key, decode(value)]);
  return {
    name: name.slice(name.indexOf(':') + 1),
    line: lineAt(node[place]?.startIndex ?? 0),
    attributes: Object.fromEntries(attributes) as Record<string, string>,
    children: inner.flatMap((child) => elementOf(child, lineAt) ?? []),
    text: inner
      .map((child) => (typeof child['#text'] === 'string' ? decode(child['#text']) : ''))
      .join(' ')
      .trim(),
  };
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const decode = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/gi,
    (whole, hex, digits, name) => {
      if (name !== undefined) return named[name as string] ?? (whole as string);
      const code = hex === undefined ? Number(digits) : parseInt(hex as string, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : (whole as string);
    },
  );

/** The line of an index, by where lines begin. */
function lineFinder(text: string): (index: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (index) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
