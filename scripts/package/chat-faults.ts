import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { partitionOf } from '../../src/model/regions.ts';
import type { SettingName, Settings } from './settings.ts';

/** Returns where a setting has its value from, for messages. */
export type PlaceOf = (name: SettingName) => string;

/** Returns why the chat channel cannot be created, as sentences; empty when it can or none is configured. */
export function chatFaults(
  { alerts, tooling }: ConfigurationFile,
  settings: Settings,
  place: PlaceOf,
): string[] {
  const { chatWorkspaceId, chatChannelId } = settings;
  if (chatWorkspaceId === '' && chatChannelId === '') return [];
  const faults: string[] = [];
  if (chatWorkspaceId === '' || chatChannelId === '') {
    faults.push(
      `${place('chatWorkspaceId')}: chatWorkspaceId and chatChannelId go together; give both.`,
    );
  }
  if (alerts.chatTopicArn === undefined) {
    faults.push(
      `${place('chatWorkspaceId')}: chat needs alerts.chatTopicArn in the configuration.`,
    );
  }
  const partition = partitionOf(tooling.region);
  if (partition !== 'aws') {
    faults.push(
      `${place('chatWorkspaceId')}: Amazon Q Developer in chat applications is not in the partition ${partition}.`,
    );
  }
  return faults;
}
