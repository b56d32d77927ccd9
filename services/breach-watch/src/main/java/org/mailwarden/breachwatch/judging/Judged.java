// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import java.util.Set;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginSource;

/** Which sign-ins are judged: the fetcher's own are known and count nowhere, and not all that Keycloak tells is one. */
public final class Judged {

    /** The same as a condition on rows of the history. */
    public static final String CONDITION = """
            source <> 'FETCHER' and (mechanism is null or mechanism not in ('UPDATE_CREDENTIAL', 'REMOVE_CREDENTIAL'))""";

    /** What Keycloak tells on the same topic that is no sign-in. */
    private static final Set<String> NO_SIGN_IN = Set.of("UPDATE_CREDENTIAL", "REMOVE_CREDENTIAL");

    private Judged() {}

    /** Whether a sign-in is judged. */
    static boolean is(Login login) {
        return login.source() != LoginSource.FETCHER
                && (login.mechanism() == null || !NO_SIGN_IN.contains(login.mechanism()));
    }
}
