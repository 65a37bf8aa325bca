/** A text with everything that some receiver could interpret: HTML, Markdown, mentions, terminal sequences. */
export const HOSTILE =
  '<script>alert(1)</script> *b* _i_ ~s~ `c` [l](https://x.example) <!channel> & \u001b[31mred\u001b[0m \u202egnp.exe\u200f :tada: 👩‍🚀 a\r\nb "q" \\';

/**
 * Names that some receiver could interpret: HTML, attributes, chat markup, terminal sequences, marks that reverse
 * the reading direction, and very long or invisible names. Every renderer of foreign text is tested with all of
 * them.
 */
export const HOSTILE_NAMES: readonly string[] = [
  HOSTILE,
  '<script>alert(1)</script>',
  '</style><script>document.title="x"</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<a href="javascript:alert(1)">dev</a>',
  '<!-- dev --><![CDATA[ dev ]]>',
  '&lt;b&gt; &#60;b&#62; &amp;',
  '*bold* _italic_ ~gone~ `code` [link](https://x.example)',
  '<!channel> <@U123> <https://x.example|dev> :tada: @here',
  '\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J',
  '\u001b]8;;https://x.example\u0007dev\u001b]8;;\u0007',
  'dev\r\nBcc: other@example.com\r\n\r\nbody',
  'dev\u202egnp.exe\u200f\u2066\u2069 \u061c',
  'zero\u200bwidth\ufeff soft\u00adhyphen \u{e0041}tag',
  'null\u0000byte \u0085\u2028\u2029 half \ud83d of a character',
  '👩‍🚀 Zürich 東京 عربى',
  '__proto__',
  '${7*7} {{7*7}} %s %n $(id) `id`',
  'a'.repeat(300),
  'long '.repeat(80),
];
