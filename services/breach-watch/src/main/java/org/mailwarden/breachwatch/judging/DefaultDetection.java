// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.mailwarden.breachwatch.signin.DetectorSettings;
import org.mailwarden.breachwatch.signin.SignInSettings;
import org.mailwarden.breachwatch.signin.Trusted;
import org.mailwarden.breachwatch.signin.TrustedMarks;

/** What holds where nobody set anything: any other bean of these types takes the place of these. */
class DefaultDetection {

    @Produces
    @DefaultBean
    @ApplicationScoped
    TrustedMarks nothingIsMarked() {
        return account -> Trusted.NOTHING;
    }

    @Produces
    @DefaultBean
    @ApplicationScoped
    DetectorSettings defaults() {
        return account -> SignInSettings.DEFAULTS;
    }
}
