// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class SocketsTest {

    @Test
    void whoTriesAgainAfterTheDeadlineGetsAClosedSocket() throws IOException {
        Sockets sockets = new Sockets();
        sockets.closeAll();

        try (Socket late = sockets.make()) {
            assertThat(late.isClosed()).isTrue();
        }
    }
}
