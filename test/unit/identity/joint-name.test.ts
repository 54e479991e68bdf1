import { describe, expect, it } from "vitest";
import { readPersonName } from "../../../lib/core/identity/person-name.ts";

const rowsOf = (table: string): string[] => table.trim().split(/\s*[|\n]\s*/);

describe("a name of several people tells nobody from anybody", () => {
  it.each(
    rowsOf(`
    John & Mary Smith | John and Mary Smith | JOHN AND MARY SMITH | Smith, John & Mary | John + Mary Smith | John+Mary Smith
    John &amp; Mary Smith | John/Mary Smith | J. & M. Smith | John Smith & Mary Jones | John Smith and Mary Jones | John & Mary
    Mr & Mrs Smith | Mr. and Mrs. John Smith | Mr/Mrs Smith | Sir or Madam | John and Mary Smith Jr
    Anna und Paul Weber | Weber, Anna und Paul | Hans u. Maria Weber | Herr und Frau Schmidt | Hr. und Fr. Schmidt
    Hans von Berg und Maria Klein | Anna et Paul Dupont | M. et Mme Dupont | Anna och Nils Berg | Anna og Nils Berg
    Juan y María García | JUAN Y MARIA GARCIA | juan y maría garcía | García, Juan y María | Juan y María | Sr. y Sra. García
    Juan García y María López | Juan y Lucía García | João e Maria Silva | Inês e Tiago Costa | Sig. e Sig.ra Rossi
    Joan i Montserrat Puig | Jan i Anna Kowalscy | Jan en Marie Jansen | Dhr. en Mevr. Jansen | Anna ja Mikko Virtanen
    Иван и Мария Ивановы | Ayşe ve Mehmet Yılmaz | Γιώργος και Μαρία | 张三和李四 | 王小明和李芳 | 王伟、李娜 | 王伟 & 李娜
    `),
  )("two: %s", async (text) => {
    expect(await readPersonName(text)).toBeUndefined();
  });

  it.each(
    rowsOf(`
    Familie Schmidt | Schmidt, Familie | Fam. Jansen | Eheleute Weber | Die Schmidts | The Smiths | Smith Family
    The Smith Family | Smith Household | Famille Dupont | Familia García | La familia Pérez | Famiglia Rossi | Familjen Berg
    Семья Ивановых | 李明夫妇 | 李明一家 | 佐藤ご夫妻 | 김철수 가족 | 김철수가족
    `),
  )("a household: %s", async (text) => {
    expect(await readPersonName(text)).toBeUndefined();
  });
});

describe("the same words within the name of one person", () => {
  it.each(
    rowsOf(`
    Ortega y Gasset | José Ortega y Gasset | Ortega y Gasset, José | Ortega y Gasset José | Ramón y Cajal
    Santiago Ramón y Cajal | Francisco de Goya y Lucientes | Pedro Calderón de la Barca y Barreda
    Costa e Silva | Artur da Costa e Silva | Costa e Silva, Artur | Puig i Cadafalch | Antoni Gaudí i Cornet
    Lluís Companys i Jover | Robert E. Lee | Robert E Lee | ROBERT E LEE | JOHN E SMITH JR | Maria E Lopez Garcia
    maria e lopez garcia | John I. Smith | Robert Y. Lee | Иванов И. И. | Петров И И | Zhou En Lai | Kim Ja Young
    Gloria von Thurn und Taxis | von Thurn und Taxis, Gloria | Karl von und zu Guttenberg | Jeurys Familia | Familia, Jeurys
    Anna+Bauer | Anna/Bauer | 李明 / Li Ming | Anna Schmidt +49 170 1234567 | Anna Schmidt + 1 | Anna Schmidt &
    Les Dawson | The Anh Nguyen | Theodora Thes | 郑和 | 李和平 | 欧阳和平 | 佐藤和太郎 | 佐々木和子 | 田中和歌子 | 小和田雅子
    `),
  )("%s", async (text) => {
    expect(await readPersonName(text)).toBeDefined();
  });
});
