/** Stands in for what MJML's dependencies would fetch pages and guess encodings with: nothing is fetched when a template is compiled. */
export default {};
