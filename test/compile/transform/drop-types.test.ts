import { describe, expect, it } from 'vitest';
import { dropTypes } from '../../../src/compile/transform/drop-types.js';

const exportsOf = (specifier: string) => (specifier === './shape.js' ? new Set(['value']) : undefined);

describe('what is imported only to be exported again', () => {
  it('is left out where the other module has no such value, and no line moves', () => {
    const code =
      'import {\n  Shape,\n  value\n} from "./shape.js";\nuse();\nexport {\n  Shape as Form,\n  value\n};\n';
    const dropped = dropTypes(code, exportsOf);
    expect(dropped).not.toMatch(/Shape|Form/);
    expect(dropped.match(/value/g)).toHaveLength(2);
    expect(dropped.split('\n').indexOf('use();')).toBe(code.split('\n').indexOf('use();'));
    expect(dropped.split('\n')).toHaveLength(code.split('\n').length);
  });

  it('stays where it is not known what the other module exports', () => {
    const code = 'import { Shape } from "package";\nexport {\n  Shape\n};\n';
    expect(dropTypes(code, exportsOf)).toBe(code);
  });

  it('stays where it is used besides, for then it is no type', () => {
    const code = 'import { Shape } from "./shape.js";\nnew Shape();\n';
    expect(dropTypes(code, exportsOf)).toBe(code);
  });
});
