/** A page with tables that a program writes between marks, and text that people write around them. */

const mark = (name: string): string => `<!-- ${name}: written by npm run scale -->`;
const END = '<!-- end -->';

/** @throws Error for a section that has no place in the page */
export function written(page: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce((text, [name, content]) => {
    const start = text.indexOf(mark(name));
    const end = text.indexOf(END, start);
    if (start < 0 || end < 0) throw new Error(`the page has no place for "${name}": ${mark(name)} … ${END}`);
    return `${text.slice(0, start)}${mark(name)}\n\n${content}\n\n${text.slice(end)}`;
  }, page);
}
