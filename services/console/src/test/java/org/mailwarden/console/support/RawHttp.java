// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Requests that no well-behaved client would send. */
public final class RawHttp {

    private static final int PATIENCE_MILLIS = 5000;

    private RawHttp() {}

    /** Sends the text as it stands, and reads until the console closes the connection. */
    public static String send(String request) {
        return exchange(request, RawHttp::readAll);
    }

    /** Sends the text as it stands, and reads the first line of the answer. */
    public static String firstLine(String request) {
        return exchange(
                request, in -> new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1)).readLine());
    }

    /** As {@link #firstLine}, from another address of this machine. */
    public static String firstLineFrom(String address, String request) {
        return exchange(
                address,
                request,
                in -> new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1)).readLine());
    }

    private interface Reader {
        String read(InputStream in) throws IOException;
    }

    private static String exchange(String request, Reader reader) {
        return exchange("127.0.0.1", request, reader);
    }

    private static String exchange(String from, String request, Reader reader) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port(), InetAddress.ofLiteral(from), 0)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return reader.read(socket.getInputStream());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The first lines of a request that is let in. */
    public static String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: console.example\r\nConnection: close\r\nAuthorization: Bearer "
                + Tokens.signedByTheRealm() + "\r\n";
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                seen.write(buffer, 0, read);
            }
        } catch (SocketException reset) {
            // What came before the reset is the answer.
        }
        return seen.toString(StandardCharsets.ISO_8859_1);
    }

    private static int port() {
        return Integer.parseInt(Tokens.setting("quarkus.http.test-port"));
    }
}
