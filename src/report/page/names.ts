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

/** The id of the details of one limit of one target on the page. */
export function anchorOf({ target, limit }: Subject): string {
  return `${targetKey(target).replace('/', '-')}-${limit}`;
}

export function detailLink(subject: Subject, text: Html | string): Html {
  return html`<a href="#${anchorOf(subject)}">${text}</a>`;
}

/** `eu-west-1`, or `account-wide`. */
export function placeText(target: Target): string {
  const place = placeOf(target);
  return place === 'global' ? 'account-wide' : place;
}

export function placeLink(subject: Subject): Html {
  return detailLink(subject, placeText(subject.target));
}

/** `dev, eu-west-1: S3 buckets`, as a link to the details. */
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

/** `dev 222222222222, non-production` */
export function accountText({ id, name, stage }: AccountRef): Html {
  return html`${name} <span class="quiet">${id}, ${stageText({ stage })}</span>`;
}

/** The first cell of a row about an account. */
export function accountHeading({ name }: AccountRef, beside: string): Html {
  return html`<th scope="row">${name} <span class="quiet name together">${beside}</span></th>`;
}
