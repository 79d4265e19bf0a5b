import { expect, it } from 'vitest';
import { dedent } from './lines';

it('cuts the indent that all lines share', () => {
  expect(dedent(['    a', '      b', '', '    c'])).toEqual(['a', '  b', '', 'c']);
  expect(dedent(['\t\ta', '\tb'])).toEqual(['\ta', 'b']);
  expect(dedent(['\ta', '  b'])).toEqual(['\ta', '  b']);
  expect(dedent(['  ', '   a'])).toEqual(['', 'a']);
  expect(dedent([])).toEqual([]);
});
