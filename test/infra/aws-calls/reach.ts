import { type Port, portsOf, typeNameOf } from './ports.ts';
import { type Node, type Origin, sourceFile } from './source-file.ts';
import { lastNameOf, propertyOf, referencesIn, walk } from './walk.ts';

/** A call of a port's method: `connections.describe(…)`. */
export type PortCall = { port: Port; method: string };

export type Reach = {
  /** Names of packages that are referred to: `@aws-sdk/client-sfn` `StartExecutionCommand`. */
  packages: { package: string; name: string }[];
  /** The code that is reached. */
  code: { file: string; node: Node }[];
};

/** Follows names from one piece of code to another through our files, as a bundler does. */
class Follower implements Reach {
  readonly packages: Reach['packages'] = [];
  readonly code: Reach['code'] = [];
  readonly #seen = new Set<string>();
  readonly #stopsAt: (origin: InFile) => boolean;

  /** @param stopsAt which declarations are not entered */
  constructor(stopsAt: (origin: InFile) => boolean = () => false) {
    this.#stopsAt = stopsAt;
  }

  follow(origin: Origin): void {
    if ('package' in origin) this.packages.push(origin);
    else if (!this.#seen.has(keyOf(origin))) this.#followIn(origin);
  }

  #followIn(origin: InFile): void {
    this.#seen.add(keyOf(origin));
    const { forwarded, declarations } = sourceFile(origin.file);
    const elsewhere = forwarded.get(origin.name);
    const node = declarations.get(origin.name);
    if (elsewhere) this.follow(elsewhere);
    else if (node && !this.#stopsAt(origin)) this.enter(origin.file, node);
  }

  enter(file: string, node: Node): void {
    this.code.push({ file, node });
    const { imports, declarations } = sourceFile(file);
    for (const name of referencesIn(node)) {
      const origin = imports.get(name) ?? (declarations.has(name) ? { file, name } : undefined);
      if (origin) this.follow(origin);
    }
  }
}

type InFile = Extract<Origin, { file: string }>;

const keyOf = ({ file, name }: InFile): string => `${file} ${name}`;

/**
 * What an entry reaches from its handler on, short of the adapters, and the calls of ports on the way. It
 * relies on ports bearing their names wherever they are handed around, and says so where one does not.
 *
 * @throws Error where what a port is used for cannot be seen
 */
export const reachOfEntry = (entry: string, wiring: string): Reach & { calls: PortCall[] } => {
  const ports = portsOf(wiring);
  const byType = new Map([...ports.values()].map((port) => [port.type, port]));
  const factories = new Set([...ports.values()].map(({ adapter }) => keyOf(adapter)));
  const wired = new Set<string>();
  const follower = new Follower((origin) => {
    if (origin.file === wiring && ports.has(origin.name)) wired.add(origin.name);
    return factories.has(keyOf(origin));
  });
  follower.follow({ file: entry, name: 'handler' });
  const { packages, code } = follower;
  for (const { file, node } of code) assertPortsBearTheirNames(file, node, byType);
  const calls = code
    .flatMap(({ node }) => portCallsIn(node, ports))
    .filter(({ port }) => wired.has(port.name));
  for (const name of wired) {
    const isCalled = calls.some(({ port }) => port.name === name);
    if (!isCalled) throw new Error(`${entry} wires ${name}, and no call of its methods is seen.`);
  }
  return { packages, code, calls };
};

/** What a port's method does behind it: the method itself, and what the adapter does before it has methods. */
export const reachOfMethod = ({ port, method }: PortCall): Reach & { method: Node } => {
  const { file, name } = port.adapter;
  const factory = sourceFile(file).declarations.get(name);
  const { methods, before } = factory ? partsOf(factory) : { methods: new Map<string, Node>(), before: [] };
  const node = methods.get(method);
  if (!node) throw new Error(`${port.name}.${method} is called, and ${name} in ${file} has no such method.`);
  const follower = new Follower();
  for (const part of [...before, node]) follower.enter(file, part);
  return { packages: follower.packages, code: follower.code, method: node };
};

const portCallsIn = (root: Node, ports: ReadonlyMap<string, Port>): PortCall[] => {
  const calls: PortCall[] = [];
  walk(root, (node) => {
    const callee = node.type === 'CallExpression' ? (node['callee'] as Node) : undefined;
    if (callee?.type !== 'MemberExpression') return undefined;
    const port = ports.get(lastNameOf(callee['object'] as Node) ?? '');
    const method = propertyOf(callee);
    // An array of connections may be called connections too.
    if (method && port?.methods.has(method)) calls.push({ port, method });
    return undefined;
  });
  return calls;
};

/** @throws Error where something typed as a port has another name than the port: it would be overlooked */
const assertPortsBearTheirNames = (file: string, root: Node, byType: ReadonlyMap<string, Port>): void => {
  walk(root, (node) => {
    const type = typeNameOf(node['typeAnnotation'] as Node | undefined);
    const port = type && byType.get(type);
    const name = ((node['key'] ?? node) as { value?: string }).value;
    if (port && name !== undefined && name !== port.name) {
      throw new Error(`${file}: ${name} is typed ${type}; call it ${port.name}, as wiring.ts does.`);
    }
    return undefined;
  });
};

/** An adapter's methods, and what runs before there are any. */
const partsOf = (factory: Node): { methods: Map<string, Node>; before: Node[] } => {
  const { params, body } = factory['init'] as unknown as { params: Node[]; body: Node };
  const statements = (body['stmts'] ?? []) as Node[];
  const isReturn = ({ type }: Node) => type === 'ReturnStatement';
  const answer = body['stmts'] ? (statements.find(isReturn)?.['argument'] as Node) : body;
  const methods = new Map<string, Node>();
  walk(answer, (node) => {
    if (node.type !== 'KeyValueProperty' && node.type !== 'MethodProperty') return undefined;
    methods.set((node['key'] as { value: string }).value, (node['value'] ?? node) as Node);
    return false;
  });
  return { methods, before: [...params, ...statements.filter((statement) => !isReturn(statement))] };
};
