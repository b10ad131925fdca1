package org.sparkbertopic.representation.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbertopic.representation.llm.Answer.Ending;
import org.sparkbertopic.representation.llm.Label.Fault;

class LabelTextTest {

  private static final String LABEL = "Sports and games";

  private static Optional<String> label(String answer) {
    return LabelText.of(Answer.of(answer)).text();
  }

  private static Optional<Fault> fault(String answer) {
    return LabelText.of(Answer.of(answer)).fault();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "Nuclear Arms Control|Nuclear Arms Control",
        "  \"Nuclear Arms\"  |Nuclear Arms",
        "**Nuclear Arms**|Nuclear Arms",
        "Topic: Nuclear Arms.|Nuclear Arms",
        "topic label: 'Nuclear Arms'|Nuclear Arms",
        "The name: Nuclear Arms|Nuclear Arms",
        "- Nuclear Arms|Nuclear Arms",
        "1. Nuclear Arms|Nuclear Arms",
        "„Schulen“|Schulen",
        "「核兵器」|核兵器",
        "《体育与游戏》。|体育与游戏",
        "«Ядерное оружие»|Ядерное оружие",
        "‹Écoles›|Écoles",
        "‘Schools’|Schools",
        "\"Schools|Schools",
        "[Schools](http://example.org/x)|Schools",
        "`Schools`|Schools",
        "<b>Sports</b> &amp; games|Sports & games",
        "\\boxed{\\text{Schools}}|Schools",
        "<answer>Schools</answer>|Schools",
        "{Schools}|Schools",
      })
  void whatModelsPutAroundALabelIsTakenOff(String answer, String label) {
    assertEquals(Optional.of(label), label(answer));
  }

  /** Colons, stops, quotation marks and words of preambles stand in labels as well. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "U.S. Budget",
        "U.S.",
        "9/11 and After",
        "Topics in Music",
        "Python: packaging tools",
        "COVID-19: vaccines",
        "Names: origins and meaning",
        "Title IX: women in sport",
        "The Name of the Rose",
        "'90s music",
        "Rock 'n' roll",
        "the \"Game of Thrones\" debate",
        "St. Louis Blues",
        "Yahoo! Answers",
        "C++ and C#",
        "Vec<T> in Rust",
        "Unable to connect to the database",
        "Cannot log in",
        "I can't log in",
        "Sure Start centres",
        "Great Barrier Reef",
        "OK Computer",
        "They Might Be Giants",
        "They Say: academic writing",
        "Who Framed Roger Rabbit?",
        "This American Life",
        "snake_case and camelCase",
        "E = mc2 and relativity",
        "Machine learning - theory",
        "[w0]",
        "无法登录",
        "한국 영화",
        "سياسة الطاقة",
      })
  void a_label_that_looks_like_more_stays_as_it_is(String label) {
    assertEquals(Optional.of(label), label(label));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>\nWeapons? No.\nSchools.\n</think>\n\nSports and games",
        "<think>\n\n</think>\n\nSports and games",
        "Okay, the user wants a heading.\nThey are about a subject.\n</think>\n\nSports and games",
        "<think duration=\"3\">hmm</think>Sports and games",
        "<thinking>a</thinking><thinking>b</thinking>Sports and games",
        "<reasoning>so</reasoning>\nSports and games",
        "<THOUGHT>so</THOUGHT>\nSports and games",
        "<think>I close with </think> soon.</think>Sports and games",
        "<think>a <think>b</think> c</think>Sports and games",
        "<think/>Sports and games",
        "Sports and games<think>Was that right?",
        "[THINK]So.[/THINK]Sports and games",
        "So it goes.[/THINK]\nSports and games",
        "◁think▷so◁/think▷Sports and games",
        "<seed:think>so</seed:think>Sports and games",
        "<|begin_of_thought|>so<|end_of_thought|>Sports and games",
        "<|START_THINKING|>so<|END_THINKING|>Sports and games",
        "<|channel|>analysis<|message|>We need a heading.<|end|><|start|>assistant<|channel|>final<|message|>Sports and games",
        "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final <|constrain|>JSON<|message|>{\"name\": \"Sports and games\"}<|return|>",
        "<|channel|>commentary<|message|>x<|channel|>final<|message|>Sports and games<|end|>",
        "analysisWe need a heading. Sports, it seems.assistantfinalSports and games",
        "Here is my thought process: so.\n\nHere is my response:\n\nSports and games",
        "<|im_start|>assistant\nSports and games<|im_end|>\n<|im_start|>user\nThanks",
        "Sports and games</s>",
        "Sports and games<|eot_id|>Anything else?",
      })
  void thoughts_and_the_marks_of_templates_are_no_part_of_the_answer(String answer) {
    assertEquals(Optional.of(LABEL), label(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"topic\": \"Sports and games\"}",
        "```json\n{\"topic\": \"Sports and games\"}\n```",
        "Here is the JSON:\n```\n{\"label\": \"Sports and games\"}\n```\nLet me know!",
        "```\nSports and games\n```",
        "```text\nSports and games",
        "~~~\nSports and games\n~~~",
        "{'name': 'Sports and games'}",
        "{name: \"Sports and games\",}",
        "{\"reason\": \"They play.\", \"name\": \"Sports and games\"}",
        "{\"keywords\": [\"ball\"], \"heading_of_group\": \"Sports and games\"}",
        "{\"topic\": {\"id\": 3, \"label\": \"Sports and games\"}}",
        "[\"Sports and games\", \"Athletics\"]",
        "[{\"topic\": \"Sports and games\"}]",
        "\"Sports and games\"",
        "{\"name\": \"**Topic:** Sports and games\"}",
        "Sure: {\"name\": \"Sports and games\"}",
        "{\"name\": \"Sports and games\", \"reason\": \"it was cut h",
        "{\"Topic\": \"Sports and games\"}",
        "{\"主题\": \"Sports and games\"}",
      })
  void an_answer_is_taken_out_of_fences_and_json(String answer) {
    assertEquals(Optional.of(LABEL), label(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sure! Here's a short heading for this topic:\n\nSports and games",
        "Sure! Sports and games",
        "Certainly!\n\nSports and games\n\nLet me know if you need more.",
        "**Topic:** *Sports and games*\n\nThis heading reflects the documents.",
        "Sports and games\n\nThis heading reflects the documents.",
        "Sports and games:\nThis group is about what people play in their free time.",
        "Sports and games. This heading reflects all of the documents.",
        "Here is the label: Sports and games",
        "Here's a suitable name for this group: \"Sports and games\"",
        "The topic label is \"Sports and games\".",
        "I would call this group \"Sports and games\".",
        "Based on the keywords, I would suggest \"Sports and games\" as a heading.",
        "### Topic Label\n\nSports and games",
        "Topic\nSports and games",
        "Topic 1: Sports and games",
        "Label - Sports and games",
        "Final answer: Sports and games",
        "The words are about balls, goals and matches, and the texts tell of what people play.\n\nLabel: Sports and games",
        "Let me see what the texts have in common here.\nSports and games",
        "1. Sports and games\n2. Athletics\n3. Play",
        "Sports\nand games",
        "I'm sorry for the confusion.\nLabel: Sports and games",
        "Gerne! Hier ist eine passende Überschrift:\n\nSports and games",
        "Das Thema lautet: Sports and games",
        "Thema: Sports and games",
        "Bien sûr ! Voici un titre :\n\n« Sports and games »",
        "Le sujet est : Sports and games",
        "¡Claro! Aquí tienes un título:\n\nSports and games",
        "Tema: Sports and games",
        "Claro! Aqui está o título:\nSports and games",
        "Certo! Ecco un titolo adatto:\n\nSports and games",
        "Konechno:\nSports and games",
        "Конечно! Вот заголовок:\n\nSports and games",
        "Тема: Sports and games",
        "主题：Sports and games",
        "好的，这组文本的主题是：\n\nSports and games",
        "这组文本的主题是：Sports and games",
        "はい、以下が見出しです：\n\n「Sports and games」",
        "タイトル：Sports and games",
        "주제: Sports and games",
        "다음은 제목입니다:\nSports and games",
        "الموضوع: Sports and games",
        "Konu: Sports and games",
        "Hier is een titel:\nSports and games",
        "Jasne! Oto nagłówek:\nSports and games",
      })
  void what_is_said_around_the_label_is_no_part_of_it(String answer) {
    assertEquals(Optional.of(LABEL), label(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm sorry, but I can't assist with that request.",
        "I’m sorry, I cannot help with this.",
        "Sorry, I can't do that.\n\nIf you have other texts, let me know.",
        "I cannot determine a topic from these documents.",
        "As an AI language model, I cannot label these texts.",
        "Unfortunately, the documents are too short to tell.",
        "Could you please provide more documents?",
        "Es tut mir leid, aber dabei kann ich nicht helfen.",
        "Leider kann ich aus diesen Texten kein Thema ableiten.",
        "Je suis désolé, mais je ne peux pas répondre.",
        "Désolé, je ne peux pas vous aider.",
        "Lo siento, pero no puedo ayudar con eso.",
        "Desculpe, mas não posso ajudar.",
        "Mi dispiace, non posso aiutarti.",
        "Het spijt me, dat kan ik niet.",
        "Przepraszam, nie mogę pomóc.",
        "Извините, я не могу помочь с этим.",
        "К сожалению, я не могу определить тему.",
        "抱歉，我无法回答这个问题。",
        "对不起，我不能提供帮助。",
        "申し訳ありませんが、お答えできません。",
        "죄송합니다. 도와드릴 수 없습니다.",
        "Üzgünüm, bu konuda yardımcı olamam.",
        "عذرًا، لا أستطيع المساعدة.",
      })
  void an_apology_is_no_label(String answer) {
    assertEquals(Optional.of(Fault.APOLOGY), fault(answer));
  }

  @Test
  void the_line_that_is_the_label_is_taken() {
    assertEquals(
        Optional.of("Nuclear Arms"), label("\n---\n Nuclear Arms\nThe texts are about weapons.\n"));
    assertEquals(Optional.of("two words"), label("two\t \u0007 words"));
    assertEquals(Optional.of("Schools"), label("# Schools"));
    assertEquals(Optional.of("Schools"), label("### **Schools** ###"));
    assertEquals(Optional.of("体育与游戏"), label("主题：体育与游戏"));
    assertEquals(Optional.of("体育与游戏"), label("主题是体育与游戏。"));
  }

  @Test
  void what_cannot_be_seen_is_taken_out() {
    assertEquals(
        Optional.of("red [31mtext"),
        label("\u001b\u202ered \u200b[31mtext\u009b\u2066\u0000\ufeff"));
    assertEquals(Optional.of("می‌خواهم"), label("می\u200cخواهم"), "joiners are spelling");
  }

  @Test
  void an_answer_without_a_label_tells_why() {
    for (String answer : new String[] {"", "\n", "??? !!!", "Topic:", "{}", "{\"name\": null}"}) {
      assertEquals(Optional.of(Fault.EMPTY), fault(answer), answer);
    }
    for (String answer : new String[] {"N/A", "None", "null", "\"unknown\"", "Sure!", "[]"}) {
      assertEquals(Optional.of(Fault.EMPTY), fault(answer), answer);
    }
    for (String answer :
        new String[] {
          "<think>so",
          "<think>so</think>",
          "analysisWe need a heading",
          "<|channel|>analysis<|message|>We need a heading",
          "Thinking Process: the topic is sport",
          "[THINK]so",
        }) {
      assertEquals(Optional.of(Fault.THOUGHT), fault(answer), answer);
    }
    assertEquals(Optional.of(Fault.TOO_LONG), fault("a".repeat(101)));
    assertEquals(Optional.of(Fault.TOO_LONG), fault("word ".repeat(60)));
    assertEquals(Optional.of("a".repeat(100)), label("a".repeat(100)));
  }

  @Test
  void an_answer_that_was_cut_is_a_label_only_where_its_line_is_whole() {
    assertEquals(
        Optional.of(Fault.CUT), LabelText.of(new Answer("Sports and ga", 0, Ending.CUT)).fault());
    assertEquals(
        Optional.of(Fault.CUT),
        LabelText.of(new Answer("{\"name\": \"Sports and ga", 0, Ending.CUT)).fault());
    assertEquals(Optional.of(Fault.CUT), LabelText.of(new Answer("", 0, Ending.CUT)).fault());
    assertEquals(
        Optional.of(Fault.THOUGHT), LabelText.of(new Answer("<think>so", 0, Ending.CUT)).fault());
    assertEquals(
        Optional.of(LABEL),
        LabelText.of(new Answer(LABEL + "\n\nThis heading refl", 0, Ending.CUT)).text());
    assertEquals(
        Optional.of(LABEL),
        LabelText.of(new Answer("{\"name\": \"" + LABEL + "\", \"why\": \"th", 0, Ending.CUT))
            .text());
  }

  @Test
  void what_the_server_says_of_the_ending_counts() {
    assertEquals(
        Optional.of(Fault.FILTERED), LabelText.of(new Answer("Spo", 0, Ending.FILTERED)).fault());
    assertEquals(
        Optional.of(Fault.APOLOGY), LabelText.of(new Answer("", 0, Ending.REFUSED)).fault());
    assertEquals(Optional.of(Fault.CALLED), LabelText.of(new Answer("", 0, Ending.CALLED)).fault());
    assertEquals(Optional.of(LABEL), LabelText.of(new Answer(LABEL, 0, Ending.CALLED)).text());
  }

  /** Models that lose their way repeat a phrase until they reach their limit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "so ",
        "I'm so ",
        "<s>",
        "<|im_start|> assistant ",
        "<think>",
        "</think>",
        "[THINK]",
        "<|channel|>",
        "```json\n",
        "{\"a\": ",
        "[",
        "{",
        "\"a\\\"",
        "\"name\": \"x\\n",
        "**",
        "_a ",
        "<b>",
        "</p",
        "![a](b",
        "- ",
        "# ",
        "1. ",
        "Topic: ",
        "Sure! ",
        "«",
        "\u200b",
        "\n",
        " ",
        "and\n",
        "the label is "
      })
  void an_answer_that_repeats_itself_without_end_is_a_fault_or_a_label(String phrase) {
    for (String start : new String[] {"", "I'm ", "{ \"name\": \"", "<answer>", "**Label:** "}) {
      LabelText.of(Answer.of(start + phrase.repeat(5_000 / phrase.length())));
    }
  }
}
