package org.sparkbertopic.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbertopic.topics.Topic;

class TopicsJsonTest {

  @Test
  void topics_are_written_one_a_line_ascending_by_id() throws IOException {
    List<Topic> topics = Models.topics().topics();
    String expected =
        """
        [
        {"id": -1, "size": 1, "name": "-1_the", "words": [["the", 0.25]], "representativeDocuments": ["d4"], "aspects": {"POS": []}},
        {"id": 0, "size": 2, "name": "Öl & \\"Gas\\" <b>", "words": [["energy", 0.30000000000000004], ["öl", 1.0E-7]], "representativeDocuments": ["d0", "d1"], "aspects": {"POS": [["gas \\"x\\"", 1.0]]}},
        {"id": 1, "size": 2, "name": "1_школа", "words": [["школа", 0.5]], "representativeDocuments": ["d2"], "aspects": {"POS": [["gas \\"x\\"", 2.0]]}, "customLabel": "Schule"}
        ]
        """;
    assertEquals(expected, write(topics));
    assertEquals(expected, write(List.of(topics.get(2), topics.get(0), topics.get(1))));
  }

  @Test
  void no_topics_are_an_empty_list() throws IOException {
    assertEquals("[]\n", write(List.of()));
  }

  @Test
  void what_was_written_is_read() throws IOException {
    List<Topic> topics = Models.topics().topics();
    assertEquals(topics, read(write(topics)));
    List<Topic> ofAspect =
        List.of(topics.get(2).withLabelOfAspect(Optional.of("gas \"x\"")), topics.get(2));
    assertEquals(
        List.of(true, false), read(write(ofAspect)).stream().map(Topic::labelOfAspect).toList());
    List<Topic> bare = Models.bareTopics().topics();
    assertEquals(bare, read(write(bare)));
    assertFalse(write(bare).contains("aspects"), write(bare));
  }

  @Test
  void a_topic_that_lacks_its_words_is_told_with_the_file() {
    String message =
        assertThrows(ModelDirectoryException.class, () -> read("[{\"id\": 0}]")).getMessage();
    assertEquals("topics.json lacks the key 'words'; save the model again", message);
  }

  private static String write(List<Topic> topics) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TopicsJson.write(topics, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<Topic> read(String text) throws IOException {
    return TopicsJson.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "topics.json");
  }
}
