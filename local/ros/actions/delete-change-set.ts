/** DeleteChangeSet: forgets a change set; a stack that it put under review stays and must be deleted itself. */
import { type RosAction, text } from './context.ts';

export const deleteChangeSet: RosAction = (ros) => (params) => {
  const changeSet = ros.changeSets.get(text(params, 'ChangeSetId'), text(params, 'RegionId'));
  ros.changeSets.remove(changeSet.changeSetId);
  return {};
};
