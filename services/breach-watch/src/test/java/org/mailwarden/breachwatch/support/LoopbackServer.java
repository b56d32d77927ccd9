// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A small HTTP/1.1 server that may also misbehave byte by byte; one answer a connection. */
public final class LoopbackServer implements AutoCloseable {

    private final ServerSocket socket;
    private final Script script;

    /** What was asked. */
    public record Request(String method, String target, Map<String, String> headers) {}

    /** Answers, well or badly. */
    public interface Script {
        /** Writes the answer. */
        void answer(Request request, OutputStream out) throws IOException;
    }

    private LoopbackServer(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
    }

    /** Starts one on a free port. */
    public static LoopbackServer start(Script script) {
        Random random = new Random();
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                ServerSocket socket = new ServerSocket();
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 20_000 + random.nextInt(12_000)));
                LoopbackServer server = new LoopbackServer(socket, script);
                Thread.ofVirtual().start(server::accept);
                return server;
            } catch (IOException taken) {
                // The next one.
            }
        }
        throw new IllegalStateException("No free port");
    }

    /** Where it is. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** A whole, well-formed answer. */
    public static void send(OutputStream out, int status, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
    }

    /** A whole answer of JSON. */
    public static void sendJson(OutputStream out, int status, String body) throws IOException {
        send(
                out,
                status,
                Map.of("Content-Type", "application/json; charset=utf-8", "CF-RAY", "8c0ffee00000-FRA"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = in.readLine();
            if (first == null) {
                return;
            }
            Map<String, String> headers = new HashMap<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            String[] words = first.split(" ");
            OutputStream out = connection.getOutputStream();
            script.answer(new Request(words[0], words[1], headers), out);
            out.flush();
        } catch (IOException gone) {
            // The client does not want to hear on.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
