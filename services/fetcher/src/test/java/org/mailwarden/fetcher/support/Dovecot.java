// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;

/** Starts the Dovecot of this machine, or says loudly that the test is skipped because there is none. */
public final class Dovecot {

    private static final Logger LOG = Logger.getLogger(Dovecot.class);

    private static final String MISSING = "SKIPPED: Dovecot is not installed. Install the packages dovecot-imapd and"
            + " dovecot-pop3d; then this test runs.";

    private Dovecot() {}

    public static DovecotServer start(CertificateAuthority authority, DovecotServer.Options options) {
        required();
        return DovecotServer.start(authority, options);
    }

    /** Skips the test, loudly, when there is no Dovecot. */
    public static void required() {
        boolean installed = DovecotServer.program().isPresent();
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(MISSING);
        }
        if (!installed) {
            LOG.warn(MISSING);
        }
        Assumptions.assumeTrue(installed, MISSING);
    }
}
