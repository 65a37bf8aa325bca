import type { ListPipesCommandInput } from '@aws-sdk/client-pipes';
import { ListPipesCommand, PipesClient } from '@aws-sdk/client-pipes';

import type { ClientClass } from '../../../aws/clients.ts';

/** A client in the account and Region that is read. */
export type ClientOf = <Client extends object>(Class: ClientClass<Client>) => Client;

/** The request of each IAM action that planning may need. */
const REQUESTS = {
  'pipes:ListPipes': (of: ClientOf, input: ListPipesCommandInput) =>
    of(PipesClient).send(new ListPipesCommand(input)),
};

export type Action = keyof typeof REQUESTS;
type InputOf<One extends Action> = Parameters<(typeof REQUESTS)[One]>[1];
type OutputOf<One extends Action> = Awaited<ReturnType<(typeof REQUESTS)[One]>>;

/** Sends the request of one of the actions `Own`. */
export type Call<Own extends Action = Action> = <One extends Own>(
  action: One,
  input: InputOf<One>,
) => Promise<OutputOf<One>>;

const SENT: {
  readonly [One in Action]: (of: ClientOf, input: InputOf<One>) => Promise<OutputOf<One>>;
} = REQUESTS;

/** Calls by the clients that `clientsFor` an action gives. */
export function callsBy(clientsFor: (action: Action) => ClientOf): Call {
  return (action, input) => SENT[action](clientsFor(action), input);
}
