// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.mail;

import java.nio.file.Path;
import java.util.List;
import org.mailwarden.fetcher.session.SessionSettings;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.session.TrustSource;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.Network;

/** The fetcher's own maker of connections with the limits of production, allowed to connect to this machine. */
public final class LoopbackSessions {

    private LoopbackSessions() {}

    /**
     * Makes it.
     *
     * @param authority certificate of who vouches for the servers, PEM
     * @return to be closed
     */
    public static Sessions trusting(Path authority) {
        Egress egress = Egress.system(List.of(Network.of("127.0.0.0/8"), Network.of("::1/128")));
        return new Sessions(SessionSettings.defaults(TrustSource.systemAnd(authority)), egress);
    }
}
