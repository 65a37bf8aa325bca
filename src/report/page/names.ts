import type { AccountRef } from '../../model/configuration.ts';
import type { LimitId } from '../../model/limit.ts';
import type { Target } from '../../model/target.ts';
import { placeOf, targetKey } from '../../model/target.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

interface Subject {
  readonly target: Target;
  readonly limit: LimitId;
}

/** Returns the id of the page's element with the details of a finding. */
export function anchorOf({ target, limit }: Subject): string {
  return `${targetKey(target).replace('/', '-')}-${limit}`;
}

export function detailLink(subject: Subject, text: Html | string): Html {
  return html`<a href="#${anchorOf(subject)}">${text}</a>`;
}

/** Returns the Region, or `account-wide`. */
export function placeText(target: Target): string {
  const place = placeOf(target);
  return place === 'global' ? 'account-wide' : place;
}

export function placeLink(subject: Subject): Html {
  return detailLink(subject, placeText(subject.target));
}

/** A link to the details of a finding: `dev, eu-west-1: S3 buckets`. */
export function findingLink(subject: Subject, title: string): Html {
  const { target } = subject;
  return detailLink(subject, html`${target.account.name}, ${placeText(target)}: ${title}`);
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

/** An account with id and stage: `dev 222222222222, non-production`. */
export function accountText({ id, name, stage }: AccountRef): Html {
  return html`${name} <span class="quiet">${id}, ${stageText({ stage })}</span>`;
}

/** The heading cell of a table row about an account. */
export function accountHeading({ name }: AccountRef, beside: string): Html {
  return html`<th scope="row">${name} <span class="quiet name together">${beside}</span></th>`;
}
