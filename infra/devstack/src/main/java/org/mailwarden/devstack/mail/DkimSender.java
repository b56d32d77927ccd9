// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.exceptions.FailException;

/** A service that signs the mails it sends (DKIM, RFC 6376), with a key made for it alone. Safe for many threads. */
public final class DkimSender {

    private static final int KEY_BITS = 2048;

    private final String domain;
    private final KeyPair keys;

    /**
     * Makes a sender with a new key.
     *
     * @param domain in whose name it signs
     */
    public DkimSender(String domain) {
        this.domain = domain;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            this.keys = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has RSA", impossible);
        }
    }

    /** Name of its key record in the DNS. */
    public String keyName() {
        return "test._domainkey." + domain;
    }

    /** Its key record. */
    public String keyRecord() {
        return "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /**
     * Signs as services do.
     *
     * @param mail with lines that end with CRLF
     * @return the mail with its signature in front
     */
    public String sign(String mail) {
        return sign("a=rsa-sha256; c=relaxed/relaxed; d=" + domain + "; s=test; h=from:to:subject:date;", mail);
    }

    /**
     * Signs as it is asked to.
     *
     * @param tags of the signature, without those that are computed
     * @param mail with lines that end with CRLF
     * @return the mail with its signature in front
     */
    public String sign(String tags, String mail) {
        try {
            return new DKIMSigner("v=1; " + tags + " bh=; b=;", keys.getPrivate())
                            .sign(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)))
                    + "\r\n" + mail;
        } catch (IOException | FailException unsigned) {
            throw new IllegalStateException("The mail cannot be signed", unsigned);
        }
    }
}
