// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.credential.SealedFingerprint;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.kit.seal.HpkeSealer;

/** Somebody of the fleet, sealing credentials as the fetcher does. */
public record Person(UUID accountId, String address, String owner) {

    /** Somebody new. */
    public static Person somebody() {
        UUID id = UUID.randomUUID();
        String name = "p" + id.toString().substring(0, 8);
        return new Person(id, name + "@fleet.example", name);
    }

    /** Seals a password and publishes it. */
    public Person uses(String password, long version) {
        Wire.publish(EventType.CREDENTIAL_SEALED, accountId.toString(), sealed(password, version));
        return this;
    }

    /** Seals a password of a strength and a length that the fetcher found, and publishes it. */
    public Person uses(String password, long version, int strength, String lengthBucket) {
        Wire.publish(
                EventType.CREDENTIAL_SEALED,
                accountId.toString(),
                sealed(version, new SealedFingerprint(sha1(password), strength, lengthBucket, version)));
        return this;
    }

    /** The event that tells of a strong password. */
    public CredentialSealed sealed(String password, long version) {
        return sealed(version, new SealedFingerprint(sha1(password), 4, "16+", version));
    }

    private CredentialSealed sealed(long version, SealedFingerprint content) {
        return new CredentialSealed(accountId, address, owner, version, Instant.now(), envelope(version, content));
    }

    private String envelope(long version, SealedFingerprint content) {
        try {
            byte[] clear = new ObjectMapper().writeValueAsBytes(content);
            Path keys = Path.of(Tokens.setting("mailwarden.keys.directory"), "breach-watch.public.keyset");
            return Base64.getEncoder()
                    .encodeToString(
                            HpkeSealer.load(keys).seal(clear, CredentialSealed.contextInfo(accountId, version)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new IllegalStateException("The service has not written its public key", e);
        }
    }

    /** Upper-case hex SHA-1 of a password. */
    public static String sha1(String password) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
