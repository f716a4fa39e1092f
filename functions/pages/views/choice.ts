/** A box or a button of a group with its label, as every form of the pages has it. */
import { type Html, html, type Part } from '../html.ts';

export function choice(of: {
  readonly type: 'checkbox' | 'radio';
  readonly name: string;
  readonly value: string;
  readonly isOn: boolean;
  readonly label: Part;
  readonly state?: Part;
  readonly lang?: string;
}): Html {
  const { type, name, value, isOn, label, state, lang } = of;
  const id = `${name}-${value}`;
  const language = lang === undefined ? null : html` lang="${lang}"`;
  const described = state === undefined ? null : html` aria-describedby="${id}-state"`;
  return html`<label class="choice" for="${id}"><input type="${type}" id="${id}" name="${name}" value="${value}"${isOn && html` checked`}${described}><span${language}>${label}</span>${state !== undefined && html`<span class="state" id="${id}-state">${state}</span>`}</label>`;
}
