// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.credential;

/**
 * The clear content of a {@link CredentialSealed} envelope, as JSON. Never on a topic, in a log or in a column in clear.
 *
 * @param sha1 upper-case hex SHA-1 of the UTF-8 password, 40 characters
 * @param strength zxcvbn score, 0 to 4
 * @param lengthBucket {@code <8}, {@code 8-11}, {@code 12-15}, {@code 16+}
 * @param credentialVersion the version the envelope claims
 */
public record SealedFingerprint(String sha1, int strength, String lengthBucket, long credentialVersion) {

    /** Hides the content. */
    @Override
    public String toString() {
        return "SealedFingerprint[***]";
    }
}
