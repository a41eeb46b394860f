import styles from './Page.module.css';

export function PrivacySettings() {
  return (
    <>
      <h2 className={styles.title}>Privacy</h2>
      <p className={styles.text}>
        An iris identifies a person for life. That is why everything here happens on this computer: photos,
        results and measurements never leave it, except to a phone that you paired, and no account is needed.
      </p>
      <p className={styles.text}>
        The studio sends no statistics, loads nothing from the internet while it works, and was trained on
        drawn eyes only. What you delete is gone from the library’s folder.
      </p>
      <p className={styles.text}>
        Photos from a phone come through your own network, sealed so that nobody else in it can read them. One
        message may pass the internet, and only if you turn it on under Phones and the phone asks for it: that
        a picture is ready. It goes through the service of the phone’s browser maker (Apple, Google, Mozilla
        or Microsoft), which cannot read it, and holds a title, one line and a link: never a picture, never a
        name.
      </p>
      <p className={styles.text}>
        Saved pictures carry no location and nothing about the camera or the person. Ask the person in front
        of your lens before you keep or share a picture of their iris.
      </p>
    </>
  );
}
