import styles from './Page.module.css';

export function PrivacySettings() {
  return (
    <>
      <h2 className={styles.title}>Privacy</h2>
      <p className={styles.text}>
        An iris identifies a person for life. That is why everything here happens on this computer: photos,
        results and measurements never leave it, and no account is needed.
      </p>
      <p className={styles.text}>
        The studio sends no statistics, loads nothing from the internet while it works, and was trained on
        drawn eyes only. What you delete is gone from the library’s folder.
      </p>
      <p className={styles.text}>
        Saved pictures carry no location and nothing about the camera or the person. Ask the person in front
        of your lens before you keep or share a picture of their iris.
      </p>
    </>
  );
}
