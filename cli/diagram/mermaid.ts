/** The architecture of a stage as Mermaid, which GitHub and GitLab draw by themselves. */
import type { Architecture, Component } from './components.ts';

const SHAPES: Readonly<Record<Component['column'], readonly [open: string, close: string]>> = {
  0: ['([', '])'],
  1: ['[', ']'],
  2: ['[(', ')]'],
};

export function mermaidOf({ title, components, flows }: Architecture): string {
  const nodes = components.map(({ id, title: name, detail, column }) => {
    const [open, close] = SHAPES[column];
    return `  ${id}${open}"${name}<br/><small>${detail}</small>"${close}`;
  });
  const edges = flows.map(({ from, to, label, isDeployment }) =>
    isDeployment ? `  ${from} -. "${label}" .-> ${to}` : `  ${from} -- "${label}" --> ${to}`,
  );
  return ['---', `title: ${title}`, '---', 'flowchart LR', ...nodes, ...edges, ''].join('\n');
}
