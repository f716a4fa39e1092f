/** Values somebody may put into a name, a product or an address to get out of the place they are shown in. */
import fc from 'fast-check';

/** Found in no output: it is data no template shows, so only a value that was run as a template could bring it up. */
export const SECRET = 'c0ffee-secret-5e1f';
/** What a value would give that was run as a template. */
export const COMPUTED = '2468642';

const FRAGMENTS = [
  '<script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '" style="background:url(javascript:alert(1))',
  '</style><style>*{display:none}</style>',
  '--></td></table>',
  '<!--[if mso]>',
  ']]><b>',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'https://a.example/" onclick="alert(1)',
  "https://a.example/' onclick='alert(1)",
  'https://a.example/x?a=1&b=2#c',
  '{{ shop.secret }}',
  '{{ 1234321 | times: 2 }}',
  '{% assign x = shop.secret %}{{ x }}',
  '{% raw %}',
  '{%- endraw -%}',
  '{{',
  '}}',
  '{%',
  '%}',
  '\r\nBcc: everyone@example.com',
  '\nSubject: other',
  '\r\n\r\n<b>body</b>',
  '\r\n--=_perennial\r\nContent-Type: text/html\r\n\r\n<b>part</b>',
  '\r\n--=_perennial--\r\n',
  '=?utf-8?B?DQpCY2M6IHhAeC5leGFtcGxl?=',
  '\u0000\u0007\u001b[2J',
  '\u2028\u2029\u0085',
  '\u202e\u2066gnp.exe',
  '&lt;script&gt;&#60;b&#62;',
  '&quot;&#34;',
  '\\"\\x3cb\\x3e',
  '`${1}`',
  "$& $1 $` $'",
  '\ud800',
  '茶🍵é',
  '\uE0000\uE001',
  'a'.repeat(3_000),
];

/** One to five fragments, with any characters between. */
export const hostileValue: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));
