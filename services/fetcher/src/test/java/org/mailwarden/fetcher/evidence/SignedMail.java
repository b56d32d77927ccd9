// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.james.jdkim.DKIMSigner;

/** Signs mails as a service does. */
public final class SignedMail {

    private static final KeyPair KEYS = keys();

    private SignedMail() {}

    /** Name of the key record. */
    public static String keyName(String domain) {
        return "test._domainkey." + domain;
    }

    /** The key record. */
    public static String keyRecord() {
        return "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded());
    }

    /** The mail with its signature in front. */
    public static String by(String domain, String mail) {
        return signed("a=rsa-sha256; c=relaxed/relaxed; d=" + domain + "; s=test; h=from:to:subject:date;", mail);
    }

    /** The mail with a signature that is made as asked. */
    public static String signed(String tags, String mail) {
        try {
            String header = new DKIMSigner("v=1; " + tags + " bh=; b=;", KEYS.getPrivate())
                    .sign(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
            return header + "\r\n" + mail;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
