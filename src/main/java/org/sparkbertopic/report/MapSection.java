package org.sparkbertopic.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * The map of documents, as the page's script draws it: two coordinates in 16 bits each and a topic
 * in 32 bits for each document, in base64, which is 11 bytes; then ids and beginnings of texts.
 */
record MapSection(PlacedDocuments map) {

  /** Coordinates are whole numbers from 0 to this. */
  private static final int MOST = 65_535;

  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("documents", map.documents());
    root.put("places", Base64.getEncoder().encodeToString(places()));
    root.put("topics", Base64.getEncoder().encodeToString(topics()));
    ArrayNode ids = root.putArray("ids");
    map.ids().forEach(id -> ids.add(Html.wellFormed(id)));
    ArrayNode texts = root.putArray("texts");
    map.texts().forEach(text -> texts.add(Html.wellFormed(text)));
    return root;
  }

  /** x and y of each document, in one scale for both, so that distances keep their ratios. */
  private byte[] places() {
    float[] x = map.x();
    float[] y = map.y();
    float left = Float.POSITIVE_INFINITY;
    float bottom = Float.POSITIVE_INFINITY;
    float right = Float.NEGATIVE_INFINITY;
    float top = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      left = Math.min(left, x[i]);
      right = Math.max(right, x[i]);
      bottom = Math.min(bottom, y[i]);
      top = Math.max(top, y[i]);
    }
    double extent = Math.max((double) right - left, (double) top - bottom);
    double scale = extent > 0 ? MOST / extent : 0;
    ByteBuffer bytes =
        ByteBuffer.allocate(2 * Short.BYTES * x.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < x.length; i++) {
      bytes.putShort((short) Math.round(((double) x[i] - left) * scale));
      bytes.putShort((short) Math.round(((double) y[i] - bottom) * scale));
    }
    return bytes.array();
  }

  private byte[] topics() {
    int[] topics = map.topics();
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * topics.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int topic : topics) {
      bytes.putInt(topic);
    }
    return bytes.array();
  }
}
