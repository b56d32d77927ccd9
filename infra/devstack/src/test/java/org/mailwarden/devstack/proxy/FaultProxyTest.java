// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailwarden.devstack.proxy.FaultProxy.Direction;

/** Each fault in front of a server that repeats what it hears and leaves when the client leaves. */
@Timeout(30)
class FaultProxyTest {

    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.startVirtualThread(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket taken = echo.accept();
                    Thread.startVirtualThread(() -> repeat(taken));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        proxy = FaultProxy.to(echo.getLocalPort());
    }

    private static void repeat(Socket taken) {
        try (taken) {
            taken.getInputStream().transferTo(taken.getOutputStream());
        } catch (IOException gone) {
            // Some of these tests want it.
        }
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesEverythingOnWithoutFaultsAndCountsConnections() throws IOException {
        try (Socket first = connect();
                Socket second = connect()) {
            assertThat(ask(first, "one")).isEqualTo("one");
            assertThat(ask(second, "two")).isEqualTo("two");
            assertThat(proxy.openNow()).isEqualTo(2);
        }

        Awaitility.await().until(() -> proxy.openNow() == 0);
        assertThat(proxy.connections()).isEqualTo(2);
        assertThat(proxy.mostOpen()).isEqualTo(2);
    }

    @Test
    void slicesDelaysAndSlowsWithoutLosingAByte() throws IOException {
        proxy.inject(
                new Fault.Slicer(1),
                new Fault.Latency(Duration.ofMillis(50), Duration.ofMillis(5)),
                new Fault.Bandwidth(1_000));
        try (Socket client = connect()) {
            long start = System.nanoTime();

            String answer = ask(client, "x".repeat(100));

            assertThat(answer).isEqualTo("x".repeat(100));
            // The delay both ways, and a millisecond after each byte but the last; the bytes of the way back overlap
            // with those of the way there. It cannot be faster, only slower.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(199));
        }
    }

    @Test
    void swallowsWhatIsSaidIntoABlackHole() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "before")).isEqualTo("before");
            proxy.inject(Direction.DOWNSTREAM, new Fault.BlackHole());

            assertSilent(client);

            proxy.heal();
            assertThat(ask(client, "after")).isEqualTo("after");
        }
    }

    @Test
    void keepsTheClientOfAHalfOpenConnectionInTheDark() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "before")).isEqualTo("before");
            proxy.inject(Direction.DOWNSTREAM, new Fault.HalfOpen());
            // The server leaves, and the client does not learn of it.
            client.shutdownOutput();
            client.setSoTimeout(200);

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void resetsAfterSoManyBytes() throws IOException {
        proxy.inject(Direction.DOWNSTREAM, new Fault.Reset(3));
        try (Socket client = connect()) {
            client.getOutputStream().write("four".getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> client.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
        Awaitility.await().until(() -> proxy.openNow() == 0);
    }

    @Test
    void closesInTheMiddleOfAnAnswer() throws IOException {
        proxy.inject(Direction.DOWNSTREAM, new Fault.LimitData(3));
        try (Socket client = connect()) {
            client.getOutputStream().write("four".getBytes(StandardCharsets.US_ASCII));

            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("fou");
        }
    }

    @Test
    void flipsOneByte() throws IOException {
        proxy.inject(Direction.DOWNSTREAM, new Fault.FlipByte(1));
        try (Socket client = connect()) {
            assertThat(ask(client, "abc")).isEqualTo("acc");
        }
    }

    @Test
    void endsEveryConnectionOnDemand() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "before")).isEqualTo("before");

            proxy.cutAll();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(proxy.openNow()).isZero();
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getByName("127.0.0.1"), proxy.port());
        client.setSoTimeout(10_000);
        return client;
    }

    private static String ask(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = client.getInputStream().readNBytes(text.length());
        return new String(answer, StandardCharsets.US_ASCII);
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(200);
        assertThatThrownBy(() -> ask(client, "lost")).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(10_000);
    }
}
