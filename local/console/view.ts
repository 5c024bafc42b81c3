/** A page of the console: the data it reads, and how they are shown. */
import type { Html } from './html.ts';
import { mask } from './mask.ts';
import { secretsOf } from './read/secrets.ts';
import type { Sources } from './sources.ts';

export interface ViewDefinition<D> {
  /** In addresses: `/?view=<name>` and `/_local/console/data/<name>`. */
  readonly name: string;
  /** The entry of the navigation that it belongs to. */
  readonly section: string;
  /** Plain data (objects, lists, scalars); undefined when what the query names does not exist. */
  read(query: URLSearchParams, sources: Sources): D | undefined;
  title(data: D): string;
  render(data: D, query: URLSearchParams): Html;
}

export interface ShownView {
  readonly data: unknown;
  readonly title: string;
  readonly body: Html;
}

export interface View {
  readonly name: string;
  readonly section: string;
  /** Undefined when what the query names does not exist. */
  show(query: URLSearchParams, sources: Sources): ShownView | undefined;
}

/** Secrets are taken out between reading and showing: no page can forget it. */
export function view<D>(definition: ViewDefinition<D>): View {
  const { name, section } = definition;
  return {
    name,
    section,
    show(query, sources) {
      const read = definition.read(query, sources);
      if (read === undefined) return undefined;
      const data = mask(read, secretsOf(sources));
      return { data, title: definition.title(data), body: definition.render(data, query) };
    },
  };
}
