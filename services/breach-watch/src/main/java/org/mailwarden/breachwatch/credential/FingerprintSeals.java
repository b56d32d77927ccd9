// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.credential.SealedFingerprint;
import org.mailwarden.kit.inbox.UnreadableEvent;
import org.mailwarden.kit.seal.AeadSealer;
import org.mailwarden.kit.seal.HpkeOpener;
import org.mailwarden.kit.seal.KeyedHash;
import org.mailwarden.kit.seal.SealBroken;

/**
 * The only place where fingerprints are opened and sealed. Made at start, so that the public key is there for the fetcher
 * and a key file that others may read stops the service.
 */
@Startup
@ApplicationScoped
public class FingerprintSeals {

    /** Tink puts a version byte and the key's id in front. */
    private static final int REUSE_KEY_NAME_BYTES = 5;

    private static final int REUSE_TAG_BYTES = REUSE_KEY_NAME_BYTES + 16;

    private final HpkeOpener opener;
    private final AeadSealer atRest;
    private final KeyedHash likeness;
    private final ObjectMapper json;

    FingerprintSeals(BreachWatchSettings settings, ObjectMapper json) {
        this.opener = HpkeOpener.loadOrCreate(
                settings.keysDirectory().resolve("breach-watch.private.keyset"),
                settings.keysDirectory().resolve("breach-watch.public.keyset"));
        this.atRest = AeadSealer.loadOrCreate(settings.keysDirectory().resolve("breach-watch.keyset"));
        this.likeness = KeyedHash.loadOrCreate(settings.keysDirectory().resolve("breach-watch.reuse.keyset"));
        this.json = json;
    }

    /**
     * What an envelope held.
     *
     * @param fingerprint SHA-1 of the password; to be closed
     * @param strength 0 to 4
     * @param lengthBucket for instance {@code 8-11}
     */
    record Opened(Fingerprint fingerprint, int strength, String lengthBucket) {}

    /**
     * Opens an envelope.
     *
     * @param sealed as received
     * @return what it held
     * @throws UnreadableEvent when it does not open at its account and version, or holds something else
     */
    Opened open(CredentialSealed sealed) {
        byte[] clear = null;
        try {
            clear = opener.open(
                    Base64.getDecoder().decode(sealed.envelope()),
                    CredentialSealed.contextInfo(sealed.accountId(), sealed.credentialVersion()));
            SealedFingerprint content = json.readValue(clear, SealedFingerprint.class);
            if (content == null
                    || content.sha1() == null
                    || content.credentialVersion() != sealed.credentialVersion()) {
                throw new UnreadableEvent("the envelope holds another version than it claims");
            }
            if (content.lengthBucket() == null || content.strength() < 0 || content.strength() > 4) {
                throw new UnreadableEvent("the envelope holds no fingerprint");
            }
            return new Opened(Fingerprint.ofHex(content.sha1()), content.strength(), content.lengthBucket());
        } catch (SealBroken e) {
            throw new UnreadableEvent("the envelope does not open for this account and version");
        } catch (IOException | IllegalArgumentException e) {
            // Neither cause nor message: both may quote what was inside.
            throw new UnreadableEvent("the envelope holds no fingerprint");
        } finally {
            if (clear != null) {
                Arrays.fill(clear, (byte) 0);
            }
        }
    }

    byte[] seal(Fingerprint fingerprint, UUID accountId, long version) {
        byte[] clear = fingerprint.bytes();
        try {
            return atRest.seal(clear, place(accountId, version));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    Fingerprint open(byte[] sealed, UUID accountId, long version) {
        return Fingerprint.of(atRest.open(sealed, place(accountId, version)));
    }

    /**
     * What is the same for the same password, and tells nothing else without the key.
     *
     * @param fingerprint SHA-1 of the password
     * @return 21 bytes: 5 that name the key, 16 of an HMAC-SHA-256
     */
    byte[] reuseTag(Fingerprint fingerprint) {
        byte[] clear = fingerprint.bytes();
        try {
            return Arrays.copyOf(likeness.of(clear), REUSE_TAG_BYTES);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /** The 5 bytes at the start of every tag that was made with today's key. */
    byte[] reuseKeyName() {
        return Arrays.copyOf(likeness.of(new byte[0]), REUSE_KEY_NAME_BYTES);
    }

    private static String place(UUID accountId, long version) {
        return accountId + "|" + version;
    }
}
