import type { AccountRef } from '../../model/configuration.ts';
import type { LimitDefinition, LimitId } from '../../model/limit.ts';
import type { Target } from '../../model/target.ts';
import { targetKey } from '../../model/target.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** The limit's title; its id where the report does not describe it. */
export function titleOf(limits: readonly LimitDefinition[], id: LimitId): string {
  return limits.find((limit) => limit.id === id)?.title ?? id;
}

/** Where the details of one limit of one target are found on the page. */
export function anchorOf(target: Target, limit: LimitId): string {
  return `${targetKey(target).replace('/', '-')}-${limit}`;
}

/** `eu-west-1`, or what is not in any Region. */
export function placeText(place: string): string {
  return place === 'global' ? 'account-wide' : place;
}

export function stageText({ stage }: Pick<AccountRef, 'stage'>): string {
  switch (stage) {
    case 'prod':
      return 'production';
    case 'nonprod':
      return 'non-production';
    case 'unstaged':
      return 'stage not known';
  }
}

/** The first cell of a row about an account. */
export function accountHeading({ name }: AccountRef, beside: string): Html {
  return html`<th scope="row">${name} <span class="quiet name together">${beside}</span></th>`;
}
