// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.places;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a small file in MaxMind's DB format 2.0: an IPv6 tree of 24-bit records, IPv4 at ::/96. Nodes and records together stay
 * below 16 million. For one thread.
 */
public final class MmdbFileWriter {

    private static final int NOTHING = -1;

    /** Left and right of each node: another node, {@link #NOTHING}, or -2 minus the offset of a record. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {NOTHING, NOTHING}));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    private final Map<Map<String, Object>, Integer> records = new HashMap<>();

    /**
     * Adds what is said of a network.
     *
     * @param network address and length of its prefix, as in 192.0.2.0/24
     * @param fields texts, numbers, lists and maps of these
     */
    public MmdbFileWriter with(String network, Map<String, Object> fields) {
        int slash = network.indexOf('/');
        byte[] base = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
        boolean ipv4 = base.length == 4;
        byte[] bits = ByteBuffer.allocate(16).put(ipv4 ? 12 : 0, base).array();
        int record = records.computeIfAbsent(fields, this::written);
        int node = 0;
        int last = Integer.parseInt(network.substring(slash + 1)) + (ipv4 ? 96 : 0) - 1;
        for (int i = 0; i <= last; i++) {
            int side = bits[i / 8] >> 7 - i % 8 & 1;
            if (i == last) {
                nodes.get(node)[side] = record;
            } else if (nodes.get(node)[side] < 0) {
                nodes.add(new int[] {NOTHING, NOTHING});
                nodes.get(node)[side] = nodes.size() - 1;
                node = nodes.size() - 1;
            } else {
                node = nodes.get(node)[side];
            }
        }
        return this;
    }

    private int written(Map<String, Object> fields) {
        int record = -2 - data.size();
        value(fields, data);
        return record;
    }

    /**
     * Writes the file.
     *
     * @param file where
     * @throws IOException when it cannot be written
     */
    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /**
     * The bytes of the file.
     *
     * @throws IOException never
     */
    public byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int side : node) {
                int record = side >= 0 ? side : side == NOTHING ? nodes.size() : nodes.size() + 16 + (-2 - side);
                out.write(new byte[] {(byte) (record >> 16), (byte) (record >> 8), (byte) record});
            }
        }
        out.write(new byte[16]);
        out.write(data.toByteArray());
        out.write("\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1));
        value(
                Map.of(
                        "node_count", nodes.size(),
                        "record_size", 24,
                        "ip_version", 6,
                        "database_type", "Test",
                        "languages", List.of("en"),
                        "binary_format_major_version", 2,
                        "binary_format_minor_version", 0,
                        "build_epoch", 1_780_000_000,
                        "description", Map.of("en", "made up")),
                out);
        return out.toByteArray();
    }

    private static void value(Object value, ByteArrayOutputStream out) {
        switch (value) {
            case Map<?, ?> map -> {
                control(7, map.size(), out);
                map.forEach((key, of) -> {
                    value(key, out);
                    value(of, out);
                });
            }
            case List<?> list -> {
                out.write(list.size());
                out.write(11 - 7);
                list.forEach(of -> value(of, out));
            }
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                control(2, bytes.length, out);
                out.writeBytes(bytes);
            }
            case Double number -> {
                control(3, 8, out);
                out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
            }
            case Integer number -> {
                control(6, 4, out);
                out.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
            }
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    private static void control(int type, int size, ByteArrayOutputStream out) {
        if (size < 29) {
            out.write(type << 5 | size);
        } else {
            out.write(type << 5 | 29);
            out.write(size - 29);
        }
    }
}
