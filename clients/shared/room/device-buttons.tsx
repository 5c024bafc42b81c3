/** Switches for one's own microphone and picture. */
import { Icon, type IconName } from '../ui/icon.tsx';
import { t } from '../words/words.ts';

export interface DeviceButtonsProps {
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  /** What the second switch is called: a camera, or whatever picture is shown. */
  readonly pictureLabel: string;
  readonly onMicrophone: (on: boolean) => void;
  readonly onCamera: (on: boolean) => void;
}

export function DeviceButtons(props: DeviceButtonsProps) {
  const { isMicrophoneOn, isCameraOn, pictureLabel, onMicrophone, onCamera } = props;
  return (
    <>
      <Switch icon="microphone" label={t('stage.microphone')} isOn={isMicrophoneOn} onChange={onMicrophone} />
      <Switch icon="camera" label={pictureLabel} isOn={isCameraOn} onChange={onCamera} />
    </>
  );
}

interface SwitchProps {
  readonly icon: IconName;
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (on: boolean) => void;
}

function Switch({ icon, label, isOn, onChange }: SwitchProps) {
  return (
    <button type="button" class="device" aria-pressed={isOn} title={label} onClick={() => onChange(!isOn)}>
      <Icon name={icon} isOff={!isOn} /> <span class="label">{label}</span>
    </button>
  );
}
