// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A name server on loopback that knows some SRV and MX records and of every other name that it does not exist. */
final class DnsStandIn implements AutoCloseable {

    private static final int SRV = 33;
    private static final int MX = 15;

    private final DatagramSocket socket;
    private final Map<String, List<String>> records;

    /** Records as "name TYPE" to texts, for instance "example.test MX" to "10 mx.example.test". */
    DnsStandIn(Map<String, List<String>> records) throws IOException {
        this.records = records;
        this.socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                byte[] answer = answer(Arrays.copyOf(buffer, question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = 12;
        for (; question[at] != 0; at += question[at] + 1) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
        }
        int type = question[at + 2];
        int end = at + 5;
        List<String> texts = records.getOrDefault(
                name.toString().toLowerCase(Locale.ROOT) + (type == SRV ? " SRV" : type == MX ? " MX" : " ?"),
                List.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(texts.isEmpty() ? 0x8183 : 0x8180);
        out.writeShort(1);
        out.writeShort(texts.size());
        out.writeInt(0);
        out.write(question, 12, end - 12);
        for (String text : texts) {
            String[] parts = text.split(" ");
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            DataOutputStream record = new DataOutputStream(data);
            for (int i = 0; i < parts.length - 1; i++) {
                record.writeShort(Integer.parseInt(parts[i]));
            }
            for (String label : parts[parts.length - 1].split("\\.")) {
                record.writeByte(label.length());
                record.write(label.getBytes(StandardCharsets.US_ASCII));
            }
            record.writeByte(0);
            out.writeShort(0xC00C);
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(data.size());
            data.writeTo(out);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
