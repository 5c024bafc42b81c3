/** Switches for one's own microphone and camera. */
import { Icon } from '../ui/icon.tsx';
import { t } from '../words/words.ts';

export interface DeviceButtonsProps {
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  readonly onMicrophone: (on: boolean) => void;
  readonly onCamera: (on: boolean) => void;
}

export function DeviceButtons({ isMicrophoneOn, isCameraOn, onMicrophone, onCamera }: DeviceButtonsProps) {
  return (
    <>
      <button type="button" aria-pressed={isMicrophoneOn} onClick={() => onMicrophone(!isMicrophoneOn)}>
        <Icon name="microphone" isOff={!isMicrophoneOn} /> {t('stage.microphone')}
      </button>
      <button type="button" aria-pressed={isCameraOn} onClick={() => onCamera(!isCameraOn)}>
        <Icon name="camera" isOff={!isCameraOn} /> {t('stage.camera')}
      </button>
    </>
  );
}
